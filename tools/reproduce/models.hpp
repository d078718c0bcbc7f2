// Each makes the models of one kind; models.cpp puts them in order.
#pragma once

#include <vector>

#include "tools/reproduce/model.hpp"

namespace hibiki {

std::vector<ReferenceModel> diffusion_models();  ///< everybody sees everybody: Bass, Granovetter
std::vector<ReferenceModel> contagion_models();  ///< along ties: thresholds, complex contagion, independent cascades

}  // namespace hibiki
