// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX-512: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/avx512_vector.h"
#include "core/kernels/float_scheme.h"
#include "core/kernels/weight_gradient_tiles.h"
#include "core/kernels/winograd_tiles.h"

namespace enlarger::kernels {

constinit const KernelSet avx512Kernels = withGradient<Avx512>(makeKernelSet<FloatScheme<Avx512>>());

} // namespace enlarger::kernels
#endif
