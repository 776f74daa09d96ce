// Generators and everything that draws from one.
#include "finetune_torch.h"

#include <ATen/CPUGeneratorImpl.h>

using namespace finetune;
using at::Generator;

namespace {

template <class Compute>
Generator* make_generator(Compute&& compute) noexcept {
  Generator* generator = nullptr;
  run([&] { generator = new Generator(compute()); });
  return generator;
}

template <class Work>
auto locked(Generator* generator, Work&& work) {
  std::lock_guard<std::mutex> lock(generator->mutex());
  return work();
}

}  // namespace

FT_API Generator* ft_generator_new(uint64_t seed, Options o) {
  return make_generator([&]() -> Generator {
    if (o.device().is_cpu()) {
      return at::make_generator<at::CPUGeneratorImpl>(seed);
    }
    Generator generator = at::globalContext().defaultGenerator(o.device()).clone();
    generator.set_current_seed(seed);
    return generator;
  });
}

FT_API Generator* ft_generator_default() {
  return make_generator([] { return at::detail::getDefaultCPUGenerator(); });
}

// Seeds the generators of every device and returns the CPU's.
FT_API Generator* ft_manual_seed(int64_t seed) {
  return make_generator([&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return at::detail::getDefaultCPUGenerator();
  });
}

FT_API void ft_generator_release(Generator* generator) { delete generator; }

FT_API int32_t ft_generator_manual_seed(Generator* generator, int64_t seed) {
  return run([&] { locked(generator, [&] { generator->set_current_seed(static_cast<uint64_t>(seed)); }); });
}

FT_API int64_t ft_generator_initial_seed(Generator* generator) {
  return static_cast<int64_t>(generator->current_seed());
}

FT_API int64_t ft_generator_seed(Generator* generator) {
  return locked(generator, [&] { return static_cast<int64_t>(generator->seed()); });
}

FT_API int32_t ft_generator_device_type(Generator* generator) {
  return static_cast<int32_t>(generator->device().type());
}

FT_API int32_t ft_generator_device_index(Generator* generator) { return generator->device().index(); }

FT_API Tensor* ft_generator_get_state(Generator* generator) {
  return make([&] { return locked(generator, [&] { return generator->get_state(); }); });
}

FT_API int32_t ft_generator_set_state(Generator* generator, Tensor* state) {
  return run([&] { locked(generator, [&] { generator->set_state(*state); }); });
}

FT_API Tensor* ft_rand(const int64_t* sizes, int32_t n, Generator* g, Options o) {
  return make([&] { return o.finish(at::rand(ints(sizes, n), maybe(g), o.tensor_options())); });
}

FT_API Tensor* ft_randn(const int64_t* sizes, int32_t n, Generator* g, Options o) {
  return make([&] { return o.finish(at::randn(ints(sizes, n), maybe(g), o.tensor_options())); });
}

FT_API Tensor* ft_randint(int64_t low, int64_t high, const int64_t* sizes, int32_t n, Generator* g, Options o) {
  return make([&] { return o.finish(at::randint(low, high, ints(sizes, n), maybe(g), o.tensor_options())); });
}

FT_API Tensor* ft_randperm(int64_t count, Generator* g, Options o) {
  return make([&] { return o.finish(at::randperm(count, maybe(g), o.tensor_options())); });
}

FT_API Tensor* ft_rand_like(Tensor* like, Options o) {
  return make([&] { return o.finish(at::rand_like(*like, o.tensor_options())); });
}

FT_API Tensor* ft_randn_like(Tensor* like, Options o) {
  return make([&] { return o.finish(at::randn_like(*like, o.tensor_options())); });
}

FT_API int32_t ft_normal_(Tensor* t, double mean, double std, Generator* g) {
  return run([&] { t->normal_(mean, std, maybe(g)); });
}

FT_API int32_t ft_uniform_(Tensor* t, double from, double to, Generator* g) {
  return run([&] { t->uniform_(from, to, maybe(g)); });
}

FT_API int32_t ft_random_(Tensor* t, int64_t from, int64_t to, Generator* g) {
  return run([&] { t->random_(from, to, maybe(g)); });
}

FT_API int32_t ft_bernoulli_(Tensor* t, double p, Generator* g) {
  return run([&] { t->bernoulli_(p, maybe(g)); });
}

FT_API int32_t ft_bernoulli_each_(Tensor* t, Tensor* p, Generator* g) {
  return run([&] { t->bernoulli_(*p, maybe(g)); });
}

FT_API Tensor* ft_bernoulli(Tensor* p, Generator* g) {
  return make([&] { return at::bernoulli(*p, maybe(g)); });
}

FT_API Tensor* ft_multinomial(Tensor* weights, int64_t samples, int32_t replacement, Generator* g) {
  return make([&] { return at::multinomial(*weights, samples, replacement != 0, maybe(g)); });
}
