#include "core/weights/weights.h"
