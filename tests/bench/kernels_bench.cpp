// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of rows: the speed of each arithmetic in products and sums of the direct formula, and how near
// it comes to the plain one. Prints a JSON object for each. bench-kernels [THREADS [ROWS [WIDTH]]]
#include "core/base/random.h"
#include "core/kernels/conv_rows.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using namespace enlarger;
using namespace enlarger::kernels;

std::size_t index(int number)
{
    return std::size_t(number);
}

/// Threads that wait for tasks.
class Pool
{
public:
    explicit Pool(int threads)
        : m_barrier(threads)
    {
        for (int thread = 1; thread < threads; ++thread) {
            m_threads.emplace_back([this] {
                while (true) {
                    m_barrier.arrive_and_wait();
                    if (m_task == nullptr)
                        return;
                    work();
                    m_barrier.arrive_and_wait();
                }
            });
        }
    }
    ~Pool()
    {
        m_task = nullptr;
        m_barrier.arrive_and_wait();
        for (auto& thread : m_threads)
            thread.join();
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    void run(int count, const std::function<void(int)>& task)
    {
        m_task = &task;
        m_count = count;
        m_next = 0;
        m_barrier.arrive_and_wait();
        work();
        m_barrier.arrive_and_wait();
    }

private:
    void work()
    {
        for (int task = m_next++; task < m_count; task = m_next++)
            (*m_task)(task);
    }

    std::barrier<> m_barrier;
    std::vector<std::thread> m_threads;
    const std::function<void(int)>* m_task = nullptr;
    int m_count = 0;
    std::atomic<int> m_next = 0;
};

struct Shape
{
    const char* network;
    int in;
    int out;
    int stride; // of the pixels read
    Activation activation;
    bool up = false;
};

constexpr double patience = 0.5; // seconds for each figure

constexpr Shape shapes[] = {
    {"rrdbnet 1", 64, 32, 192, Activation::LeakyRelu},
    {"rrdbnet 2", 96, 32, 192, Activation::LeakyRelu},
    {"rrdbnet 3", 128, 32, 192, Activation::LeakyRelu},
    {"rrdbnet 4", 160, 32, 192, Activation::LeakyRelu},
    {"rrdbnet 5", 192, 64, 192, Activation::None},
    {"rrdbnet up", 64, 64, 64, Activation::LeakyRelu, true},
    {"compact", 64, 64, 64, Activation::Prelu},
    {"span", 48, 48, 48, Activation::Silu},
    {"first", 3, 64, 3, Activation::Prelu},
    {"last", 64, 48, 64, Activation::None},
    {"colours", 64, 3, 64, Activation::None},
};

/// Pictures of smooth waves and noise behind an activation, as networks have them.
struct Pictures
{
    Pictures(const Shape& shape, int rows, int width)
        : in(index((rows + 2) * width * shape.stride))
        , out(index(4 * rows * width * shape.out))
    {
        Random random(1);
        for (int channel = 0; channel < shape.stride; ++channel) {
            const double across = random.uniform(-0.4, 0.4);
            const double down = random.uniform(-0.4, 0.4);
            const double mean = random.uniform(-1, 1);
            for (int pixel = 0; pixel < (rows + 2) * width; ++pixel) {
                const double noise = random.uniform(-0.5, 0.5);
                const int column = pixel % width;
                const int row = pixel / width;
                const double value = mean + std::sin(across * column + down * row) + noise;
                in[index(pixel * shape.stride + channel)] = float(value > 0 ? value : 0.2 * value);
            }
        }
        for (int row = 0; row < rows + 2; ++row)
            inRows.push_back(&in[index(row * width * shape.stride)]);
        const int factor = shape.up ? 2 : 1;
        for (int row = 0; row < factor * rows; ++row)
            outRows.push_back(&out[index(row * factor * width * shape.out)]);
        conv.in = inRows.data();
        conv.inStride = shape.stride;
        conv.out = outRows.data();
        conv.outStride = shape.out;
        conv.rows = rows;
        conv.width = width;
    }

    std::vector<float> in;
    std::vector<float> out;
    std::vector<const float*> inRows;
    std::vector<float*> outRows;
    ConvRows conv;
};

double decibels(const std::vector<float>& values, const std::vector<float>& reference)
{
    double error = 0;
    double peak = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        error += std::pow(double(values[i]) - double(reference[i]), 2);
        peak = std::max(peak, std::abs(double(reference[i])));
    }
    return 10 * std::log10(peak * peak * double(values.size()) / error);
}

/// Seconds of the shortest of many runs, `enough` seconds in all: others use the machine too.
template <class Work>
double shortest(double enough, const Work& work)
{
    double best = 1e9;
    double total = 0;
    do {
        const auto start = std::chrono::steady_clock::now();
        work();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::min(best, seconds);
        total += seconds;
    } while (total < enough);
    return best;
}

void measure(const Shape& shape, int rows, int width, Pool& pool, int threads)
{
    Random random(2);
    std::vector<float> weights(index(9 * shape.in * shape.out));
    for (float& weight : weights)
        weight = float(random.uniform(-1, 1) / std::sqrt(3 * shape.in));
    std::vector<float> slopes(index(shape.out));
    for (float& slope : slopes)
        slope = float(random.uniform(0, 0.5));
    ConvSpec spec;
    spec.in = shape.in;
    spec.out = shape.out;
    spec.weight = weights.data();
    spec.bias = slopes.data();
    spec.activation = shape.activation;
    spec.slopes = slopes.data();
    Pictures pictures(shape, rows, width);
    const ParallelFor parallel = [&pool](int count, const auto& task) { pool.run(count, task); };
    std::vector<float> reference;
    for (const Arithmetic arithmetic : availableArithmetics()) {
        const auto conv = shape.up ? makeUpConv3x3(spec, arithmetic) : makeConv3x3(spec, arithmetic);
        const double enough = arithmetic == Arithmetic::Plain ? 0 : patience;
        const double best = shortest(enough, [&] { conv->run(pictures.conv, parallel); });
        const double packing = shortest(enough / 5, [&] { conv->setWeights(spec, parallel); });
        if (arithmetic == Arithmetic::Plain)
            reference = pictures.out;
        const double operations = 18.0 * shape.in * shape.out * rows * width * (shape.up ? 4 : 1);
        std::printf("{\"shape\": \"%s\", \"in\": %d, \"out\": %d, \"arithmetic\": \"%s\", \"threads\": %d, "
                    "\"gflops\": %.1f, \"packingMicroseconds\": %.0f, \"decibels\": %.1f}\n",
                    shape.network, shape.in, shape.out, std::string(arithmeticName(arithmetic)).c_str(),
                    threads, operations / best * 1e-9, packing * 1e6,
                    arithmetic == Arithmetic::Plain ? 999 : decibels(pictures.out, reference));
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const int threads = argc > 1 ? std::atoi(argv[1]) : int(std::thread::hardware_concurrency());
    const int rows = argc > 2 ? std::atoi(argv[2]) : 16;
    const int width = argc > 3 ? std::atoi(argv[3]) : 256;
    Pool pool(threads);
    for (const Shape& shape : shapes)
        measure(shape, rows, width, pool, threads);
}
