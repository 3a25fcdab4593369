// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_hash.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

namespace enlarger {

Result<std::string> sha256Of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error{
            ErrorKind::Io, std::string("the file cannot be read: ") + std::strerror(errno), file, {}};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
        return Error{ErrorKind::Internal, "SHA-256 is not available in this OpenSSL", file, {}};
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), std::ssize(block)), in.gcount() > 0)
        EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return Error{ErrorKind::Io, "reading failed in the middle of the file", file, {}};

    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

} // namespace enlarger
