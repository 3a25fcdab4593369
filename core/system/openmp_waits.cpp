// SPDX-License-Identifier: GPL-3.0-or-later
// Linked into the programs and benchmarks (docs/performance.md, "Training"): lets the threads of GCC's
// OpenMP, in which LibTorch computes, wait in short loops. In long ones they take the processor from those
// that they wait for, wherever other programs work too. libgomp reads GOMP_SPINCOUNT when it is loaded, which
// is before any initialiser of a program and after libc has read the environment. So the program starts
// itself once more, with the variable set (25 ms).
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <algorithm>
#include <alloca.h>
#include <climits>
#include <cstdlib>
#include <string_view>
#include <sys/auxv.h>
#include <unistd.h>

namespace {

// Some 0.01 ms; libgomp's own is a hundred times as long. None at all costs a tenth of the speed where
// nothing else runs.
char waits[] = "GOMP_SPINCOUNT=3000";

bool isAboutWaits(const char* entry)
{
    const std::string_view text(entry);
    return text.starts_with("GOMP_SPINCOUNT=") || text.starts_with("OMP_WAIT_POLICY=");
}

// Called before any library has been initialised: nothing but system calls and the stack.
void startAgain(int /*count*/, char** words, char** environment)
{
    char** end = environment;
    for (; *end; ++end)
        if (isAboutWaits(*end))
            return; // as the user wants it, or the second start
    if (getauxval(AT_BASE) == 0)
        return; // started as an argument of the loader, which /proc/self/exe would name
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (length <= 0)
        return;
    program[length] = '\0';

    const auto size = static_cast<std::size_t>(end - environment);
    auto** longer = static_cast<char**>(alloca((size + 2) * sizeof(char*)));
    std::copy(environment, end, longer);
    longer[size] = waits;
    longer[size + 1] = nullptr;
    execve(program, words, longer); // where it fails, all is as it was
}

// libgomp has read it by now, and what this program starts is not to have it.
[[gnu::constructor]] void forget()
{
    const std::string_view added(waits);
    const std::size_t name = added.find('=');
    const char* value = std::getenv("GOMP_SPINCOUNT");
    if (value && added.substr(name + 1) == value)
        unsetenv("GOMP_SPINCOUNT");
}

using Initialiser = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] const Initialiser beforeLibraries = startAgain;

} // namespace

#endif
