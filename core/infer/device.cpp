#include "core/infer/device.h"
