// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/container_readers.h"
#include "core/weights/pickle_globals.h"
#include "core/weights/pickled_weights.h"
#include "core/weights/unpickler.h"

#include <optional>

namespace enlarger::weights {

namespace {

struct StoredElements
{
    std::int64_t count;
    std::size_t position; // of the first element in the file
};

using StoragePlaces = std::map<std::string_view, StoredElements>; // by key

/// The byte order and the protocol version; anything but ours is refused.
void checkFrame(const PickleValue& version, const PickleValue& system)
{
    const auto* number = std::get_if<std::int64_t>(&version);
    if (!number || *number != 1001)
        fail("the file is of a PyTorch format version that is not known here");
    auto* const* info = std::get_if<PickleDict*>(&system);
    if (!info)
        fail("the file's second pickle is damaged", "Get the file again");
    for (const auto& [key, value] : (*info)->items) {
        const auto* name = std::get_if<std::string_view>(&key);
        const auto* flag = std::get_if<bool>(&value);
        if (name && *name == "little_endian" && flag && !*flag)
            fail("the file was written on a big-endian machine", "Save it again on an ordinary one");
    }
}

/// The element type of every storage that the object mentions, by key.
std::map<std::string_view, torch::ScalarType> storageTypesOf(const PickleArena& arena)
{
    std::map<std::string_view, torch::ScalarType> types;
    for (const PickleStorage& storage : arena.storages)
        types.emplace(storage.key, storage.dtype);
    return types;
}

/// After the pickles: for each key in turn a count (int64) and so many elements. The file ends with the last
/// one.
StoragePlaces locate(const PickleValue& keys, const PickleArena& arena, ByteReader& in)
{
    auto* const* list = std::get_if<PickleList*>(&keys);
    if (!list)
        fail("the file's list of storages is damaged", "Get the file again");
    const auto types = storageTypesOf(arena);
    StoragePlaces places;
    for (const PickleValue& item : (*list)->items) {
        const auto* key = std::get_if<std::string_view>(&item);
        const auto type = key ? types.find(*key) : types.end();
        if (type == types.end())
            fail("the file lists a storage that no tensor uses: it is damaged", "Get the file again");
        const auto count = in.number<std::int64_t>();
        std::int64_t bytes = 0;
        if (count < 0 ||
            __builtin_mul_overflow(count, static_cast<std::int64_t>(c10::elementSize(type->second)), &bytes))
            fail("the file lies about the size of a storage", "Get the file again");
        places[*key] = {count, in.position()};
        in.take(static_cast<std::uint64_t>(bytes));
    }
    checkDataSize(0, in.left()); // nothing comes after them
    return places;
}

} // namespace

WeightsFile readLegacyPth(Bytes file)
{
    ByteReader in(file);
    PickleArena arena;
    const auto next = [&] { return Unpickler(in, arena).read(); };
    next(); // the magic number, by which the file was recognised
    const PickleValue version = next();
    checkFrame(version, next());
    const PickleValue root = next();
    const PickleValue keys = next();
    std::optional<StoragePlaces> places; // looked for once the object has proved to be named tensors
    const auto load = [&](const PickleStorage& storage) {
        if (!places)
            places = locate(keys, arena, in);
        const auto place = places->find(storage.key);
        if (place == places->end() || place->second.count != storage.count)
            fail("the file contradicts itself about the storage " + inQuotes(storage.key),
                 "Get the file again");
        torch::Tensor elements = torch::empty({storage.count}, storage.dtype);
        if (elements.nbytes() > 0)
            std::memcpy(elements.data_ptr(), file.data() + place->second.position, elements.nbytes());
        return elements;
    };
    WeightsFile result;
    result.tensors = pickledWeights(root, arena, load, file.size());
    if (auto note = foreignObjectsNote(arena))
        result.notes.push_back(*std::move(note));
    result.container = "PyTorch (legacy)";
    return result;
}

void rejectBarePickle(Bytes file)
{
    ByteReader in(file);
    PickleArena arena;
    const PickleValue root = Unpickler(in, arena).read(); // or finds the pickle damaged
    if (!arena.foreign.empty())
        rejectForeignObject(arena, root);
    fail("this is a Python pickle without tensors", supportedNetworks());
}

} // namespace enlarger::weights
