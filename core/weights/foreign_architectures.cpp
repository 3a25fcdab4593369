// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/foreign_architectures.h"

#include <algorithm>
#include <vector>

namespace enlarger::weights {

namespace {

/// How the tensors of an architecture are named. A mark is a part of a name, in whole words between the dots.
/// Each row has two at least, because networks borrow from each other and one alone would name a wrong one;
/// `lacks` keeps apart what is made of the other's parts. No two rows fit one network, so their order does
/// not matter.
struct Row
{
    const char* is;
    std::vector<const char*> has;
    std::vector<const char*> lacks = {};
};

constexpr const char* discriminator = "a discriminator, which judges pictures and does not make them";

const std::vector<Row>& rows()
{
    static const std::vector<Row> table{
        {"a diffusion model", {"diffusion_model", "input_blocks"}},
        {"a diffusion model", {"first_stage_model", "cond_stage_model"}},
        {"a LoRA", {"lora_up", "lora_down"}},
        {"a LoRA", {"lora_A", "lora_B"}},
        {"a language model", {"embed_tokens", "self_attn.q_proj"}},
        {"a language model", {"embed_tokens", "lm_head"}},
        {"an AdaCode network", {"multiscale_encoder", "weight_predictor"}},
        {"an ATD network", {"residual_group.td", "wqkv"}},
        {"an AuraSR network", {"mid_attn.layers", "mid_block2.block1"}},
        {"a CodeFormer network", {"idx_pred_layer", "ft_layers.0.self_attn"}},
        {"a CRAFT network", {"residual_group.hf_blocks", "conv_first"}},
        {"a DCTLSA network", {"fea_conv", "transformer_body.0.blocks"}},
        {"a DDColor network", {"refine_net", "encoder.arch"}},
        {"a DITN network", {"UFONE.0.ITLs", "sft"}},
        {"a DnCNN network", {"model.0.weight", "model.2.weight", "model.14.weight"}, {"model.1", "model.3"}},
        {"a DnCNN network", {"model.0.weight", "model.3.running_mean", "model.12.running_mean"}, {"model.1"}},
        {"a DRCT network", {"swin1.attn", "adjust1"}},
        {"a DRUNet network", {"m_down1.0.res", "m_body.0.res"}},
        {"an FBCNN network", {"m_body_encoder.0.res", "qf_pred"}},
        {"an FDAT network", {"groups.0.blocks.0.attn.bias", "groups.0.blocks.0.inter.cg"}},
        {"a FeMaSR network", {"multiscale_encoder", "after_quant_group"}},
        {"an FFTformer network", {"encoder_level1.0.ffn.fft", "fuse2.att_channel"}},
        {"a GFPGAN network", {"stylegan_decoder", "toRGB.0"}},
        {"a GRL network", {"attn.window_attn", "attn.stripe_attn"}},
        {"a HAT network", {"conv_block.cab", "overlap_attn"}},
        {"an HVI-CIDNet network", {"HVE_block0", "HV_LCA1"}},
        {"an IPT network", {"head.0.0", "body.encoder.layers.0.self_attn"}},
        {"a KBNet network", {"encoders.0.0.attgamma", "middle_blks.0.w"}},
        {"a KBNet network", {"latent.0.ffn.qkv", "refinement.0.attn.dwconv"}},
        {"a LaMa network", {"model.1.ffc", "model.1.bn_l"}},
        {"an M3SNet network", {"middle_blks.0.temperature", "encoders.0.0.sca"}},
        {"a MAT network", {"synthesis.first_stage", "conv_first.conv.resample_filter"}},
        {"a MIRNet-v2 network", {"dau_top.gcnet", "skff_top"}},
        {"a MixDehazeNet network", {"layer1.blocks.0.conv3_19", "patch_merge1"}},
        {"an MM-RealSR network", {"am_list.0.fc", "de_net"}},
        {"a MoESR network", {"in_to_dim", "blocks.0.blocks.0.gamma"}},
        {"a MoSR network", {"gblocks.1.norm", "gblocks.1.fc1"}},
        {"an MPRNet network", {"shallow_feat1.1.CA", "stage1_encoder"}},
        {"a NAFNet network", {"intro", "middle_blks.0.sca"}, {"middle_blks.0.w", "middle_blks.0.attgamma"}},
        {"a PLKSR network", {"feats.1.lk", "feats.1.refine"}, {"feats.1.norm", "feats.1.channel_mixer"}},
        {"an RCAN network", {"body.0.body.0.body.3.conv_du", "tail.1"}},
        {"an RCAN network", {"residual_group.0.rcab", "conv_after_body"}},
        {"a Real-CUGAN network", {"unet1.conv1.conv", "unet2.conv1.conv"}},
        {"a Restormer network", {"encoder_level1.0.attn.temperature", "refinement.0.attn.temperature"}},
        {"a RestoreFormer network", {"quantize.embedding", "decoder.mid.attn_1.norm2"}},
        {"a RetinexFormer network", {"body.0.estimator", "body.0.denoiser"}},
        {"an RGT network", {"before_RG", "blocks.0.gamma"}},
        {"a SAFMN network", {"feats.0.safm", "feats.0.ccm"}},
        {"a SAFMN BCIE network", {"feats.0.layers.0.safm", "feats.0.layers.0.ccm"}},
        {"an SCUNet network", {"m_head.0", "m_tail.0"}},
        {"a SeemoRe network", {"body.0.local_block", "body.0.global_block"}},
        {"an SPSR network", {"f_HR_conv0", "b_fea_conv"}},
        {"an SRFormer network", {"residual_group.blocks", "attn.aligned_relative_position_index"}},
        {"a Swift-SRGAN network", {"initial.cnn.depthwise", "initial.cnn.pointwise"}},
        {"a Swift-SRGAN network", {"initial.cnn.depthwise", "final_conv.pointwise"}},
        {"a Swin2SR network", {"residual_group.blocks", "attn.cpb_mlp"}},
        {"a Swin2SR network",
         {"residual_group.blocks", "patch_embed.proj"},
         {"attn.relative_position_bias_table"}},
        {"a Uformer network", {"encoderlayer_0.blocks", "decoderlayer_0.blocks"}},
        {"an EDSR network",
         {"head.0.weight", "body.0.body.0.weight", "tail.1"},
         {"conv_du", "body.0.body.0.body"}},
        {"an EDSR network", {"conv_first", "body.0.conv1", "conv_after_body"}},
        {"a BasicVSR network, which enlarges films", {"spynet", "backward_trunk"}},
        {"a BasicVSR network, which enlarges films", {"spynet", "backward_resblocks"}},
        {"a BasicVSR++ network, which enlarges films", {"spynet", "feat_extract"}},
        {"an EDVR network, which enlarges films", {"pcd_align", "feature_extraction"}},
        {"a StyleGAN network, which invents pictures", {"style_mlp", "style_conv1"}, {"stylegan_decoder"}},
        {discriminator, {"conv0", "conv1.weight_orig"}},
        {discriminator, {"conv0_0", "linear2"}},
        {discriminator, {"net.0.weight", "net.3.running_mean"}},
        {"SqueezeNet, which classifies pictures", {"squeeze", "expand1x1"}},
        {"a ResNet, which classifies pictures", {"layer1.0.conv1", "layer2.0.conv1"}},
        {"a DenseNet, which classifies pictures", {"denseblock1", "transition1"}},
        {"the state of an optimiser", {"exp_avg", "exp_avg_sq"}},
    };
    return table;
}

/// Networks that are loaded here, by marks that remain where other tensors are missing.
const std::vector<Row>& ourRows()
{
    static const std::vector<Row> table{
        {"SPAN", {"block_1.c1_r", "conv_cat"}},
        {"RealPLKSR", {"feats.1.lk", "feats.1.norm"}},
        {"RealPLKSR", {"feats.1.lk", "feats.1.channel_mixer"}},
        {"SwinIR",
         {"conv_first", "residual_group.blocks.0.attn.relative_position_bias_table"},
         {"conv_block", "overlap_attn", "attn.aligned_relative_position_index", "attn.cpb_mlp",
          "mlp.dwconv"}},
        {"DAT", {"before_RG", "attn.channel_interaction"}},
        {"OmniSR", {"residual_layer.0.residual_layer.0", "up.0"}},
        {"OmniSR", {"residual_layer.0.residual_layer.0", "output"}},
    };
    return table;
}

bool hasMark(std::string_view name, std::string_view mark)
{
    for (std::size_t at = name.find(mark); at != name.npos; at = name.find(mark, at + 1)) {
        const std::size_t end = at + mark.size();
        if ((at == 0 || name[at - 1] == '.') && (end == name.size() || name[end] == '.'))
            return true;
    }
    return false;
}

bool hasMark(const StateDict& tensors, const char* mark)
{
    return std::ranges::any_of(tensors.entries(), [mark](const StateDict::Entry& entry) {
        return hasMark(std::string_view(entry.first), mark);
    });
}

std::string firstFitting(const std::vector<Row>& rows, const StateDict& tensors)
{
    const auto found = [&tensors](const char* mark) { return hasMark(tensors, mark); };
    for (const Row& row : rows)
        if (std::ranges::all_of(row.has, found) && std::ranges::none_of(row.lacks, found))
            return row.is;
    return {};
}

/// LPIPS' linear layers weigh features: a single output, 1 x N x 1 x 1.
bool isLpips(const StateDict& tensors)
{
    const torch::Tensor* first = tensors.find("lin0.model.1.weight");
    return first && first->dim() == 4 && first->size(0) == 1 && first->size(2) == 1;
}

/// "features.N" and "classifier.N" belong to VGG, AlexNet and to discriminators made after VGG.
std::string featuresAndClassifier(const StateDict& tensors)
{
    const torch::Tensor* batchNorm = tensors.find("features.3.running_mean");
    const torch::Tensor* last = tensors.find("classifier.2.weight");
    if ((last && last->dim() == 2 && last->size(0) == 1) || (batchNorm && tensors.has("features.2.weight")))
        return discriminator;
    const torch::Tensor* first = tensors.find("features.0.weight");
    if (first && first->dim() == 4 && first->size(2) == 3)
        return "VGG, which classifies pictures";
    return "a network that classifies pictures, such as AlexNet";
}

} // namespace

std::string foreignArchitecture(const StateDict& tensors)
{
    if (const std::string is = firstFitting(rows(), tensors); !is.empty())
        return is;
    if (isLpips(tensors))
        return "LPIPS' linear layers, which measure and do not enlarge";
    if (tensors.has("features.0.weight") || tensors.has("classifier.0.weight"))
        return featuresAndClassifier(tensors);
    return {};
}

std::string incompleteArchitecture(const StateDict& tensors)
{
    return firstFitting(ourRows(), tensors);
}

} // namespace enlarger::weights
