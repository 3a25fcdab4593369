// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

#include <string>

namespace enlarger::nn {

/// The module at `path` below `root` ("attn.dwconv"), and empty ones on the way there where none are. Files
/// name tensors by such paths, so that a network can be flat where its original is nested.
inline torch::nn::Module& placeAt(torch::nn::Module& root, const std::string& path)
{
    if (path.empty())
        return root;
    const std::size_t dot = path.find('.');
    const std::string name = path.substr(0, dot);
    const auto children = root.named_children();
    const auto* known = children.find(name);
    torch::nn::Module& child =
        known ? **known : *root.register_module(name, std::make_shared<torch::nn::Module>());
    return dot == path.npos ? child : placeAt(child, path.substr(dot + 1));
}

/// Registers a module under a name with dots ("body.3.attn.qkv"), and gives it back.
template <class Holder>
Holder placed(torch::nn::Module& root, const std::string& path, Holder module)
{
    const std::size_t dot = path.rfind('.');
    torch::nn::Module& parent = dot == path.npos ? root : placeAt(root, path.substr(0, dot));
    return parent.register_module(dot == path.npos ? path : path.substr(dot + 1), std::move(module));
}

} // namespace enlarger::nn
