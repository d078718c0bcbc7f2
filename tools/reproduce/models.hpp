// Each makes the models of one kind; models.cpp puts them in order.
#pragma once

#include <vector>

#include "tools/reproduce/model.hpp"

namespace hibiki::inline reproduction {

std::vector<ReferenceModel> diffusion_models();  ///< complete network: Bass, Granovetter
std::vector<ReferenceModel> contagion_models();  ///< along ties: thresholds, complex contagion, independent cascades
std::vector<ReferenceModel> musiclab_models();  ///< the market model: songs on trial, with and without social influence
std::vector<ReferenceModel> trial_offer_models();  ///< the market model in the long run
std::vector<ReferenceModel> superstar_models();    ///< the market model with its usual parameters

}  // namespace hibiki::reproduction
