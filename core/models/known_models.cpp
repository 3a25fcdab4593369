// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/known_models.h"

#include <algorithm>
#include <array>

namespace enlarger::models {

namespace {

struct KnownModel
{
    const char* sha256;
    const char* name;
    const char* title;
    const char* description;
    const char* licence;
    const char* source;
    const char* ancestry;
    const char* role = "";
    const char* figures = ""; // PSNR and SSIM on Y, as measured by evaluate
};

constexpr const char* realEsrganLicence = "BSD-3-Clause";
constexpr const char* ncnnPackage =
    "Xintao Wang, Real-ESRGAN (github.com/xinntao/Real-ESRGAN), ncnn file in fp16";
constexpr const char* officialFile =
    "Xintao Wang, Real-ESRGAN (github.com/xinntao/Real-ESRGAN), official file";

constexpr const char* spanLicence = "Apache-2.0";
constexpr const char* crisp = "crisp";

constexpr const char* x4plus = "Restores photographs: removes noise, blur and JPEG artefacts and draws crisp "
                               "detail; slow, and it invents detail where it is missing.";
constexpr const char* anime =
    "Made for drawings and anime: clean lines and flat colours; photographs come out painted.";

constexpr const char* spanSource =
    "Cheng Wan, Hongyuan Yu and others, SPAN (github.com/hongyuanyu/SPAN), ncnn file in fp16";
constexpr const char* spanX4 =
    "True to clean pictures: nothing is invented. The best network here for them, and a quick one.";
constexpr const char* spanX2 =
    "Doubles clean pictures and is true to them: nothing is invented. A quick network.";
constexpr const char* spanX4Figures =
    "Set5 32.20 dB / .895 (bicubic 28.43 / .811), Set14 28.65 / .783 (26.09 / .705)";
constexpr const char* spanX4WideFigures =
    "Set5 32.20 dB / .895 (bicubic 28.43 / .811), Set14 28.66 / .783 (26.09 / .705)";
constexpr const char* spanX2Figures =
    "Set5 38.07 dB / .961 (bicubic 33.67 / .930), Set14 33.69 / .919 (30.32 / .870)";
constexpr const char* faithful = "faithful";

constexpr std::array<KnownModel, 13> knownModels{{
    {"713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf", "realesrgan-x4plus",
     "Real-ESRGAN x4plus", x4plus, realEsrganLicence, ncnnPackage, "realesrgan-x4plus", crisp},
    {"4fa0d38905f75ac06eb49a7951b426670021be3018265fd191d2125df9d682f1", "realesrgan-x4plus",
     "Real-ESRGAN x4plus", x4plus, realEsrganLicence, officialFile, "realesrgan-x4plus", crisp},
    {"fe01c269cfd10cdef8e018ab66ebe750cf79c7af4d1f9c16c737e1295229bacc", "realesrgan-x4plus-anime",
     "Real-ESRGAN x4plus anime", anime, realEsrganLicence, ncnnPackage, "realesrgan-x4plus-anime"},
    {"f872d837d3c90ed2e05227bed711af5671a6fd1c9f7d7e91c911a61f155e99da", "realesrgan-x4plus-anime",
     "Real-ESRGAN x4plus anime", anime, realEsrganLicence, officialFile, "realesrgan-x4plus-anime"},
    {"548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d", "realesr-animevideov3",
     "Real-ESRGAN anime video v3",
     "Very small and fast, made for frames of drawn films; on photographs it smooths skin and foliage.",
     realEsrganLicence, ncnnPackage, "realesr-animevideov3"},
    {"ca85ff72fbab3cfc244190b482d05b3abde8df7b661ed12db3c9dedd21e42d51", "span-x4", "SPAN x4", spanX4,
     spanLicence, spanSource, "span-x4", faithful, spanX4Figures},
    {"7f67f4c5ba1889b19dc55b03584b9009bbbea83b0d3d6e06e78340cf66916b58", "span-x4-ch52",
     "SPAN x4, 52 features", spanX4, spanLicence, spanSource, "span-x4-ch52", faithful, spanX4WideFigures},
    {"2571a1bdfb6000092aba8b2c75070ab5596d56e60ba2f6da63f3279219f6edc0", "span-x2", "SPAN x2", spanX2,
     spanLicence, spanSource, "span-x2", faithful, spanX2Figures},
    {"be6a039e1b5c4e0423c3a592357e27bb0538a36a72b14ee36c360c4d1932a64a", "span-x2-ch52",
     "SPAN x2, 52 features", spanX2, spanLicence, spanSource, "span-x2-ch52", faithful},
    {"65fece06e1ccb48853242aa972bdf00ad07a7dd8938d2dcbdf4221b59f6372ce", "esrgan-x4", "ESRGAN x4",
     "The network of the ESRGAN paper: sharp texture from clean pictures; noise and JPEG artefacts are "
     "enlarged too.",
     "Apache-2.0", "Xintao Wang, ESRGAN (github.com/xinntao/ESRGAN), official file", "esrgan-x4", crisp},
    {"85ee266b632a765a725425ba6a5620c088c8aa2939a03063b2d83b3462724cc1", "upscayl-lite-4x", "Upscayl Lite",
     "A small network for photographs, close to Real-ESRGAN x4plus in a fraction of its time.",
     realEsrganLicence, "github.com/upscayl/upscayl; model family by Xintao Wang, Real-ESRGAN",
     "upscayl-lite-4x"},
    {"f4c381640826a48d2440583e4920c6bb4041804f4e285c3c6d585f03961fe87c", "srgan-x4", "SRGAN x4",
     "A small SRGAN generator, faithful to clean pictures, with little invented detail.", "MIT",
     "leftthomas, SRGAN (github.com/leftthomas/SRGAN)", "srgan-x4"},
    {"a7ddfb8d2109ea7360ca7a6913c3acbb7128deef16c2868476e2bb1e2cf9ec3b", "srgan-x2", "SRGAN x2",
     "A small SRGAN generator that doubles clean pictures, with little invented detail.", "MIT",
     "leftthomas, SRGAN (github.com/leftthomas/SRGAN)", "srgan-x2"},
}};

struct Alias
{
    const char* alias;
    const char* name;
};

constexpr std::array<Alias, 11> aliases{{{"fast", "realesr-animevideov3"},
                                         {"clean", "span-x4"},
                                         {"spanx4_ch48", "span-x4"},
                                         {"spanx4_ch52", "span-x4-ch52"},
                                         {"spanx2_ch48", "span-x2"},
                                         {"spanx2_ch52", "span-x2-ch52"},
                                         {"realesr-animevideov3-x4", "realesr-animevideov3"},
                                         {"RealESRGAN_x4plus", "realesrgan-x4plus"},
                                         {"RealESRGAN_x4plus_anime_6B", "realesrgan-x4plus-anime"},
                                         {"anime", "realesrgan-x4plus-anime"},
                                         {"RRDB_ESRGAN_x4", "esrgan-x4"}}};

} // namespace

std::optional<cards::Card> knownCard(const std::string& sha256)
{
    const auto* const found = std::find_if(knownModels.begin(), knownModels.end(),
                                           [&](const KnownModel& model) { return sha256 == model.sha256; });
    if (found == knownModels.end())
        return {};
    cards::Card card;
    card.name = found->name;
    card.title = found->title;
    card.description = found->description;
    card.licence = found->licence;
    card.source = found->source;
    card.ancestry = found->ancestry;
    card.role = found->role;
    card.figures = found->figures;
    return card;
}

bool isOfficialName(const std::string& name)
{
    return std::ranges::any_of(knownModels, [&](const KnownModel& model) { return name == model.name; });
}

std::string nameOfAlias(const std::string& alias)
{
    for (const Alias& a : aliases)
        if (alias == a.alias)
            return a.name;
    return {};
}

std::string successorOf(const std::string& name)
{
    return name == "faithful-x4" ? "span-x4" : name == "faithful-x2" ? "span-x2" : std::string();
}

std::vector<std::string> aliasesOf(const std::string& name)
{
    std::vector<std::string> found;
    for (const Alias& a : aliases)
        if (name == a.name)
            found.emplace_back(a.alias);
    return found;
}

} // namespace enlarger::models
