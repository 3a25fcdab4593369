// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/device/device.h"
#include "core/nn/network.h"
#include "core/train/data/sample_source.h"
#include "core/train/learn/lpips_distance.h"
#include "core/weights/state_dict.h"

#include <functional>
#include <map>
#include <vector>

namespace enlarger::train {

/// How good a network is on the crops that it never learns from.
class Validator
{
public:
    /// `lpips` may be empty: then it is not measured.
    Validator(const std::vector<Sample>& heldOut, int scale, const torch::Device& device,
              device::Precision precision, PictureDistance lpips);

    bool empty() const { return m_pictures.empty(); }
    int pictures() const { return int(m_pictures.size()); }
    bool hasLpips() const { return bool(m_lpips); }

    /// "psnr" and "ssim" on Y, "drift" (mean colour of SR against bicubic, 1/255), "sharpness" (energy of
    /// high frequencies against HR), "lpips" where it can be had: means over the crops. Passes the gate.
    std::map<std::string, double> measure(nn::Network& network, Gate& gate) const;
    /// The same of bicubic enlargement.
    std::map<std::string, double> measureBicubic() const;

    /// Remembers what this network makes of the crops: the "base" column of the strip.
    void setBase(nn::Network& network, Gate& gate);
    /// That column, to be kept: by number, 1 x 3 x H x W.
    weights::StateDict base() const;
    /// False: it is of other crops, and nothing was changed.
    bool setBase(const weights::StateDict& pictures);
    /// A row for each of some crops: bicubic, base, now, HR side by side, under their names, and again where
    /// it has changed most; without a base where none was set. Empty where nothing is held out.
    image::Image strip(nn::Network& network, Gate& gate, const std::string& base,
                       const std::string& now) const;
    /// The crops of its rows.
    std::vector<Sample> stripCrops() const;

private:
    struct Picture // on the device
    {
        torch::Tensor lr;
        torch::Tensor hr;
        torch::Tensor bicubic;
        torch::Tensor base; // undefined until it is set
    };

    torch::Tensor enlarge(nn::Network& network, const Picture& picture, Gate& gate) const;
    std::map<std::string, double> measure(const std::function<torch::Tensor(const Picture&)>& enlarged) const;

    std::vector<Picture> m_pictures;
    int m_scale;
    torch::Device m_device;
    device::Precision m_precision;
    PictureDistance m_lpips;
};

} // namespace enlarger::train
