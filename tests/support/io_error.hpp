// What an action says when it fails for input or output.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sim/core/error.hpp"

namespace hibiki {

/// The message of the IoError that `action` throws; fails the test when it throws none.
template <class Action>
std::string io_error_of(const Action& action) {
  try {
    action();
  } catch (const IoError& error) {
    return error.what();
  }
  ADD_FAILURE() << "no IoError was thrown";
  return "";
}

}  // namespace hibiki
