#include "tools/reproduce/models.hpp"

#include <algorithm>
#include <iterator>

namespace hibiki::inline reproduction {

namespace {

template <class Items>
auto find_named(const Items& items, std::string_view name) -> decltype(&*items.begin()) {
  const auto it = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return it == items.end() ? nullptr : &*it;
}

}  // namespace

const ModelParameter* find_parameter(const ReferenceModel& model, std::string_view name) {
  return find_named(model.parameters, name);
}
const ModelMeasure* find_measure(const ReferenceModel& model, std::string_view name) {
  return find_named(model.measures, name);
}

std::span<const ReferenceModel> reference_models() {
  static const std::vector<ReferenceModel> all = [] {
    std::vector<ReferenceModel> models;
    for (const auto make : {musiclab_models, trial_offer_models, superstar_models, diffusion_models, contagion_models})
      std::ranges::move(make(), std::back_inserter(models));
    return models;
  }();
  return all;
}

const ReferenceModel* find_model(std::string_view name) { return find_named(reference_models(), name); }

}  // namespace hibiki::reproduction
