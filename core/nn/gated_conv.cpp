#include "core/nn/gated_conv.h"
