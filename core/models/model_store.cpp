#include "core/models/model_store.h"
