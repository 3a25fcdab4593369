// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace enlarger::weights {

struct PickleList;
struct PickleDict;
struct PickleStorage;
struct PickleTensor;

/// None, and plain values that nobody needs (bytes, numbers beyond 64 bits).
struct PyNone
{};

/// An object that the file describes and that is never made: only what Python would have to be asked for is
/// known of it, as a place in PickleArena::foreign. -1: something harmless of Python's or PyTorch's own.
struct PyObject
{
    int asked = -1;
};

/// A name of Python's that a weights file may mention, and what it means to us. Nothing is ever called.
struct PickleGlobal
{
    enum class Role { OrderedDict, Tensor, Typed, Parameter, Size, Storage, Object };
    Role role = Role::Object;
    torch::ScalarType dtype = torch::kFloat32; // of a Storage
    PyObject object;                           // what it makes when it is an Object
};

/// Texts are views of the file; the rest lives in the PickleArena.
using PickleValue = std::variant<PyNone, PyObject, bool, std::int64_t, double, std::string_view, PickleGlobal,
                                 PickleList*, PickleDict*, PickleStorage*, PickleTensor*>;

struct PickleList // tuple and set too
{
    std::vector<PickleValue> items;
};

struct PickleDict
{
    std::vector<std::pair<PickleValue, PickleValue>> items; // of equal keys the last one counts
};

/// Where elements lie, not the elements.
struct PickleStorage
{
    std::string_view key;
    torch::ScalarType dtype = torch::kFloat32;
    std::int64_t count = 0;  // elements in all
    std::int64_t first = 0;  // legacy files: this is a view of the storage, from here ...
    std::int64_t length = 0; // ... and so long
};

/// A view of a storage, checked: every element lies inside.
struct PickleTensor
{
    const PickleStorage* storage = nullptr;
    std::int64_t offset = 0; // in elements, from the storage's beginning
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;
};

/// Owns every object of one file. Objects may refer to each other in any way, in circles too: they go
/// together.
struct PickleArena
{
    std::deque<PickleList> lists;
    std::deque<PickleDict> dicts;
    std::deque<PickleStorage> storages;
    std::deque<PickleTensor> tensors;
    std::vector<std::string>
        foreign; // "argparse.Namespace": what the file asks Python for besides, each once

    std::size_t size() const { return lists.size() + dicts.size() + storages.size() + tensors.size(); }
};

} // namespace enlarger::weights
