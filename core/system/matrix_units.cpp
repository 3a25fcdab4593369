// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/matrix_units.h"

#if defined(__linux__) && defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace enlarger {

namespace {

#if defined(__linux__) && defined(__x86_64__)
bool ask()
{
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    constexpr unsigned bf16 = 1U << 22U;
    constexpr unsigned tiles = 1U << 24U;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0 || (edx & bf16) == 0 || (edx & tiles) == 0)
        return false;
    constexpr long request = 0x1023; // ARCH_REQ_XCOMP_PERM, in <asm/prctl.h> since Linux 5.16
    constexpr long tileData = 18;    // the state's number
    return ::syscall(SYS_arch_prctl, request, tileData) == 0;
}
#else
bool ask()
{
    return false;
}
#endif

} // namespace

bool allowMatrixUnits()
{
    static const bool answer = ask();
    return answer;
}

} // namespace enlarger
