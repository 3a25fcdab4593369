// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for CUPTI, CUDA's profiler: see CMakeLists.txt beside it. No header of CUPTI's is used; numbers
// and types are those of its documented interface, with an int for every enum.
#include <stddef.h>
#include <stdint.h>

enum { CUPTI_SUCCESS = 0, CUPTI_ERROR_NOT_INITIALIZED = 15 };

// Of these the arguments do not matter; a caller puts them where nobody looks.
#define REFUSES(function)                                                                                    \
    int function(void)                                                                                       \
    {                                                                                                        \
        return CUPTI_ERROR_NOT_INITIALIZED;                                                                  \
    }

REFUSES(cuptiActivityDisable)
REFUSES(cuptiActivityEnable)
REFUSES(cuptiActivityEnableCudaEventDeviceTimestamps)
REFUSES(cuptiActivityEnableDriverApi)
REFUSES(cuptiActivityEnableRuntimeApi)
REFUSES(cuptiActivityFlushAll)
REFUSES(cuptiActivityPushExternalCorrelationId)
REFUSES(cuptiActivityRegisterCallbacks)
REFUSES(cuptiActivityRegisterTimestampCallback)
REFUSES(cuptiActivitySetAttribute)
REFUSES(cuptiEnableCallback)
REFUSES(cuptiEnableDomain)
REFUSES(cuptiFinalize)
REFUSES(cuptiUnsubscribe)

int cuptiActivityGetNextRecord(uint8_t* buffer, size_t bytes, void** record)
{
    (void)buffer, (void)bytes;
    *record = NULL;
    return CUPTI_ERROR_NOT_INITIALIZED;
}

int cuptiActivityGetNumDroppedRecords(void* context, uint32_t stream, size_t* dropped)
{
    (void)context, (void)stream;
    *dropped = 0;
    return CUPTI_ERROR_NOT_INITIALIZED;
}

int cuptiActivityPopExternalCorrelationId(int kind, uint64_t* last)
{
    (void)kind;
    if (last != NULL) // a caller need not want it
        *last = 0;
    return CUPTI_ERROR_NOT_INITIALIZED;
}

int cuptiGetVersion(uint32_t* version)
{
    *version = 0;
    return CUPTI_ERROR_NOT_INITIALIZED;
}

int cuptiSubscribe(void** subscriber, void* callback, void* data)
{
    (void)callback, (void)data;
    *subscriber = NULL;
    return CUPTI_ERROR_NOT_INITIALIZED;
}

int cuptiGetResultString(int result, const char** text)
{
    *text = result == CUPTI_SUCCESS ? "no error" : "CUPTI is not installed";
    return CUPTI_SUCCESS;
}
