// Views, joining, splitting, indexing.
#include "finetune_torch.h"

#include <ATen/TensorIndexing.h>

using namespace finetune;

FT_API Tensor* ft_view(Tensor* t, const int64_t* sizes, int32_t n) {
  return make([&] { return t->view(ints(sizes, n)); });
}

FT_API Tensor* ft_reshape(Tensor* t, const int64_t* sizes, int32_t n) {
  return make([&] { return t->reshape(ints(sizes, n)); });
}

FT_API Tensor* ft_as_strided(Tensor* t, const int64_t* sizes, int32_t n, const int64_t* strides, int64_t offset) {
  return make([&] { return t->as_strided(ints(sizes, n), ints(strides, n), offset); });
}

FT_API Tensor* ft_flatten(Tensor* t, int64_t start, int64_t end) {
  return make([&] { return t->flatten(start, end); });
}

FT_API Tensor* ft_unflatten(Tensor* t, int64_t dim, const int64_t* sizes, int32_t n) {
  return make([&] { return t->unflatten(dim, ints(sizes, n)); });
}

FT_API Tensor* ft_squeeze(Tensor* t, int32_t has_dim, int64_t dim) {
  return make([&] { return has_dim ? t->squeeze(dim) : t->squeeze(); });
}

FT_API Tensor* ft_unsqueeze(Tensor* t, int64_t dim) {
  return make([&] { return t->unsqueeze(dim); });
}

FT_API Tensor* ft_transpose(Tensor* t, int64_t a, int64_t b) {
  return make([&] { return t->transpose(a, b); });
}

FT_API Tensor* ft_t(Tensor* t) {
  return make([&] { return t->t(); });
}

FT_API Tensor* ft_mT(Tensor* t) {
  return make([&] { return t->mT(); });
}

FT_API Tensor* ft_permute(Tensor* t, const int64_t* dims, int32_t n) {
  return make([&] { return t->permute(ints(dims, n)); });
}

FT_API Tensor* ft_flip(Tensor* t, const int64_t* dims, int32_t n) {
  return make([&] { return t->flip(ints(dims, n)); });
}

FT_API Tensor* ft_expand(Tensor* t, const int64_t* sizes, int32_t n, int32_t implicit) {
  return make([&] { return t->expand(ints(sizes, n), implicit != 0); });
}

FT_API Tensor* ft_expand_as(Tensor* t, Tensor* other) {
  return make([&] { return t->expand_as(*other); });
}

FT_API Tensor* ft_repeat(Tensor* t, const int64_t* sizes, int32_t n) {
  return make([&] { return t->repeat(ints(sizes, n)); });
}

FT_API Tensor* ft_repeat_interleave(
    Tensor* t, int64_t repeats, int32_t has_dim, int64_t dim, int32_t has_size, int64_t output_size) {
  return make([&] { return t->repeat_interleave(repeats, maybe(has_dim, dim), maybe(has_size, output_size)); });
}

FT_API Tensor* ft_repeat_interleave_each(
    Tensor* t, Tensor* repeats, int32_t has_dim, int64_t dim, int32_t has_size, int64_t output_size) {
  return make([&] { return t->repeat_interleave(*repeats, maybe(has_dim, dim), maybe(has_size, output_size)); });
}

FT_API Tensor* ft_narrow(Tensor* t, int64_t dim, int64_t start, int64_t length) {
  return make([&] { return t->narrow(dim, start, length); });
}

FT_API Tensor* ft_select(Tensor* t, int64_t dim, int64_t index) {
  return make([&] { return t->select(dim, index); });
}

FT_API Tensor* ft_slice(Tensor* t, int64_t dim, int64_t start, int64_t finish, int64_t step) {
  return make([&] { return t->slice(dim, start, finish, step); });
}

FT_API Tensor* ft_diagonal(Tensor* t, int64_t offset, int64_t dim1, int64_t dim2) {
  return make([&] { return t->diagonal(offset, dim1, dim2); });
}

FT_API Tensor* ft_contiguous(Tensor* t) {
  return make([&] { return t->contiguous(); });
}

FT_API Tensor* ft_alias(Tensor* t) {
  return make([&] { return t->alias(); });
}

FT_API Tensor* ft_cat(Tensor* const* list, int32_t n, int64_t dim) {
  return make([&] { return at::cat(tensors(list, n), dim); });
}

FT_API Tensor* ft_stack(Tensor* const* list, int32_t n, int64_t dim) {
  return make([&] { return at::stack(tensors(list, n), dim); });
}

FT_API Tensor** ft_split(Tensor* t, int64_t size, int64_t dim, int32_t* count) {
  return make_list(count, [&] { return t->split(size, dim); });
}

FT_API Tensor** ft_split_sizes(Tensor* t, const int64_t* sizes, int32_t n, int64_t dim, int32_t* count) {
  return make_list(count, [&] { return t->split_with_sizes(ints(sizes, n), dim); });
}

FT_API Tensor** ft_chunk(Tensor* t, int64_t chunks, int64_t dim, int32_t* count) {
  return make_list(count, [&] { return t->chunk(chunks, dim); });
}

FT_API Tensor** ft_unbind(Tensor* t, int64_t dim, int32_t* count) {
  return make_list(count, [&] { return t->unbind(dim); });
}

FT_API Tensor* ft_gather(Tensor* t, int64_t dim, Tensor* index) {
  return make([&] { return t->gather(dim, *index); });
}

FT_API Tensor* ft_scatter(Tensor* t, int64_t dim, Tensor* index, Tensor* src) {
  return make([&] { return t->scatter(dim, *index, *src); });
}

FT_API int32_t ft_scatter_(Tensor* t, int64_t dim, Tensor* index, Tensor* src) {
  return run([&] { t->scatter_(dim, *index, *src); });
}

FT_API Tensor* ft_scatter_add(Tensor* t, int64_t dim, Tensor* index, Tensor* src) {
  return make([&] { return t->scatter_add(dim, *index, *src); });
}

FT_API int32_t ft_scatter_add_(Tensor* t, int64_t dim, Tensor* index, Tensor* src) {
  return run([&] { t->scatter_add_(dim, *index, *src); });
}

FT_API Tensor* ft_index_select(Tensor* t, int64_t dim, Tensor* index) {
  return make([&] { return t->index_select(dim, *index); });
}

FT_API Tensor* ft_index_add(Tensor* t, int64_t dim, Tensor* index, Tensor* source, Number alpha) {
  return make([&] { return t->index_add(dim, *index, *source, alpha.scalar()); });
}

FT_API int32_t ft_index_add_(Tensor* t, int64_t dim, Tensor* index, Tensor* source, Number alpha) {
  return run([&] { t->index_add_(dim, *index, *source, alpha.scalar()); });
}

FT_API Tensor* ft_index_copy(Tensor* t, int64_t dim, Tensor* index, Tensor* source) {
  return make([&] { return t->index_copy(dim, *index, *source); });
}

FT_API int32_t ft_index_copy_(Tensor* t, int64_t dim, Tensor* index, Tensor* source) {
  return run([&] { t->index_copy_(dim, *index, *source); });
}

FT_API Tensor* ft_index_fill(Tensor* t, int64_t dim, Tensor* index, Number value) {
  return make([&] { return t->index_fill(dim, *index, value.scalar()); });
}

FT_API int32_t ft_index_fill_(Tensor* t, int64_t dim, Tensor* index, Number value) {
  return run([&] { t->index_fill_(dim, *index, value.scalar()); });
}

FT_API Tensor* ft_masked_select(Tensor* t, Tensor* mask) {
  return make([&] { return t->masked_select(*mask); });
}

FT_API Tensor* ft_nonzero(Tensor* t) {
  return make([&] { return t->nonzero(); });
}

FT_API Tensor** ft_where_indices(Tensor* condition, int32_t* count) {
  return make_list(count, [&] { return at::where(*condition); });
}

namespace {

// One place of an index expression, as the managed TensorIndex lays it out.
struct Index {
  int32_t kind;  // 0 none, 1 ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor
  int32_t given; // of a slice: bit 0 start, bit 1 stop, bit 2 step
  int64_t start;
  int64_t stop;
  int64_t step;
  Tensor* tensor;
};

#if FT_TORCH_AT_LEAST(2, 0)
using MaybeInt = c10::optional<c10::SymInt>;
#else
using MaybeInt = c10::optional<int64_t>;
#endif

at::indexing::TensorIndex translate(const Index& index) {
  using at::indexing::Slice;
  using at::indexing::TensorIndex;
  auto part = [&](int bit, int64_t value) { return index.given & bit ? MaybeInt(value) : MaybeInt(); };
  switch (index.kind) {
    case 0: return TensorIndex(at::indexing::None);
    case 1: return TensorIndex(at::indexing::Ellipsis);
    case 2: return TensorIndex(index.start);
    case 3: return TensorIndex(index.start != 0);
    case 4: return TensorIndex(Slice(part(1, index.start), part(2, index.stop), part(4, index.step)));
    default: return TensorIndex(*index.tensor);
  }
}

std::vector<at::indexing::TensorIndex> translate(const Index* indices, int32_t n) {
  std::vector<at::indexing::TensorIndex> list;
  list.reserve(static_cast<size_t>(n));
  for (int32_t i = 0; i < n; i++) {
    list.push_back(translate(indices[i]));
  }
  return list;
}

}  // namespace

FT_API Tensor* ft_index(Tensor* t, const Index* indices, int32_t n) {
  return make([&] { return t->index(translate(indices, n)); });
}

// Adding needs a tensor of indices at every place.
FT_API int32_t ft_index_put_(Tensor* t, const Index* indices, int32_t n, Tensor* value, int32_t accumulate) {
  return run([&] {
    if (!accumulate) {
      t->index_put_(translate(indices, n), *value);
      return;
    }
    c10::List<c10::optional<Tensor>> places;
    for (int32_t i = 0; i < n; i++) {
      TORCH_CHECK(indices[i].tensor, "index_put_ with accumulate takes tensors of indices only");
      places.push_back(*indices[i].tensor);
    }
    t->index_put_(places, *value, true);
  });
}

FT_API int32_t ft_index_put_scalar_(Tensor* t, const Index* indices, int32_t n, Number value) {
  return run([&] { t->index_put_(translate(indices, n), value.scalar()); });
}
