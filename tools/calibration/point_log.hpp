// The finished points of a calibration on disk, one JSON object per line, so that a killed calibration can continue.
// Points are appended as they finish, written and synced; each line has a check value.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "output/results/files.hpp"
#include "tools/calibration/calibration.hpp"

namespace hibiki::inline calibration {

class PointLog {
 public:
  /// Takes up `path` where the calibration called `identity` left it; a torn last line is cut off. Throws IoError when
  /// it is another calibration's, or a line is not as it was written, and `force` is not given: then such lines are
  /// left out.
  PointLog(std::filesystem::path path, std::string identity, bool force);

  /// Points that were there and are done.
  std::size_t found() const { return found_.size() - failed(); }
  /// Points that were there and failed, and were not done later.
  std::size_t failed() const;

  /// Fills in the stored results of the same point (its place, values and replicates); false without results or after a
  /// failure: then it is to be simulated again.
  bool fill(CalibrationPoint& point) const;

  /// Returns when the point is on the disk. From several threads. Throws IoError when it cannot be written, and from
  /// then on.
  void append(const CalibrationPoint& point);

  /// The file with all points in their order.
  std::string in_order(const std::vector<CalibrationPoint>& points) const;

 private:
  std::string take(const std::string& text, bool force);

  std::filesystem::path path_;
  std::string identity_;
  std::vector<CalibrationPoint> found_;
  std::optional<OutputFile> file_;  ///< nullopt after a failed write
  std::mutex writing_;
};

}  // namespace hibiki::calibration
