#include "output/results/manifest.hpp"

#include <gmock/gmock.h>

#include "output/results/files.hpp"
#include "output/results/machine.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Manifest example() {
  Manifest manifest;
  manifest.version = project_version();
  manifest.model_version = "7";
  manifest.scenario = "history";
  manifest.scenario_digest = text_digest("a");
  manifest.resolved_digest = text_digest("b");
  manifest.replicates = {{18446744073709551615u, "0123456789abcdef"}, {2, "fedcba9876543210"}};
  manifest.fans = 100'000;
  manifest.weeks = 2087;
  manifest.threads = 2;
  manifest.host = host_name();
  manifest.started = utc_now();
  manifest.ended = utc_now();
  manifest.seconds = 12.25;
  manifest.peak_bytes = peak_memory_bytes();
  manifest.libraries = library_versions();
  manifest.command = {"hibiki", "run", "with \"quotes\" and ü"};
  return manifest;
}

TEST(Manifest, ReadsBackAsWritten) {
  const TestFolder folder;
  const Manifest manifest = example();
  write_file_atomically(folder / "manifest.json", to_json(manifest));
  EXPECT_TRUE(read_manifest(folder / "manifest.json") == manifest) << to_json(manifest);
}

TEST(Manifest, APreregistrationAndACommitAreNamedWhereThereAreSome) {
  const TestFolder folder;
  Manifest manifest = example();
  EXPECT_THAT(to_json(manifest),
              testing::AllOf(testing::Not(HasSubstr("preregistration")), testing::Not(HasSubstr("commit"))));
  manifest.preregistration = "0123456789abcdef";
  manifest.commit = "c0ffee";
  write_file_atomically(folder / "manifest.json", to_json(manifest));
  EXPECT_TRUE(read_manifest(folder / "manifest.json") == manifest) << to_json(manifest);
}

TEST(Manifest, SurvivesACommandLineThatIsNoUtf8) {
  Manifest manifest = example();
  manifest.command.push_back("\xff\xfe");
  EXPECT_THAT(to_json(manifest), HasSubstr("\xEF\xBF\xBD"));
}

TEST(Manifest, SaysWhenAFileIsNone) {
  const TestFolder folder;
  for (const auto& [text, said] :
       {std::pair("", "not JSON"), std::pair("{", "not JSON"), std::pair("[]", "not a manifest of hibiki"),
        std::pair("{\"program\": 1}", "not a manifest of hibiki"),
        std::pair("{\"program\": \"hibiki\"}", "it has no version")}) {
    write_file_atomically(folder / "manifest.json", text);
    EXPECT_THAT(io_error_of([&] { read_manifest(folder / "manifest.json"); }),
                AllOf(HasSubstr("manifest.json"), HasSubstr(said)))
        << text;
  }
}

TEST(Manifest, OfAnotherResultHasNothingOfARun) {
  const TestFolder folder;
  Manifest manifest = example();
  manifest.kind = "comparison";
  manifest.identity = "0123456789abcdef";
  manifest.files = {{"a/b.csv", 12, "00ff"}, {"c", 0, "11"}};
  manifest.scenario_digest = manifest.resolved_digest = "";
  manifest.replicates.clear();
  manifest.fans = manifest.weeks = 0;
  write_file_atomically(folder / "manifest.json", to_json(manifest));
  EXPECT_TRUE(read_manifest(folder / "manifest.json") == manifest);
  EXPECT_THAT(to_json(manifest), testing::Not(HasSubstr("resolved_digest")));
}

TEST(Manifest, OfAnEarlierProgramIsARunsWithoutFiles) {
  const TestFolder folder;
  Manifest manifest = example();
  std::string text = to_json(manifest);
  for (const char* line : {"  \"kind\": \"run\",\n", "  \"identity\": \"\",\n"})
    text.erase(text.find(line), std::string(line).size());
  text.replace(text.rfind(",\n  \"check\""), std::string::npos, "\n}\n");
  write_file_atomically(folder / "manifest.json", text);
  manifest.identity = manifest.resolved_digest;
  EXPECT_TRUE(read_manifest(folder / "manifest.json") == manifest);
  EXPECT_FALSE(manifest.files);
}

TEST(Manifest, AChangedByteAnywhereIsSeen) {
  const TestFolder folder;
  Manifest manifest = example();
  manifest.files = {{"summary.json", 12, "00ff"}};
  const std::string text = to_json(manifest);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    write_file_atomically(folder / "manifest.json", changed);
    EXPECT_THAT(io_error_of([&] { read_manifest(folder / "manifest.json"); }), HasSubstr("manifest.json")) << i;
  }
  // The name of the list itself, and the check, cannot be lost either.
  for (const auto& [from, to] : {std::pair("\"files\"", "\"filed\""), std::pair("\"check\"", "\"chess\"")}) {
    std::string changed = text;
    changed.replace(changed.find(from), std::string(from).size(), to);
    write_file_atomically(folder / "manifest.json", changed);
    EXPECT_THAT(io_error_of([&] { read_manifest(folder / "manifest.json"); }),
                HasSubstr("does not match its check value"));
  }
}

TEST(Manifest, DigestsTellTextsApart) {
  EXPECT_EQ(text_digest("seed = 1\n"), text_digest("seed = 1\n"));
  EXPECT_NE(text_digest("seed = 1\n"), text_digest("seed = 2\n"));
  EXPECT_NE(text_digest("12345678"), text_digest(std::string_view("12345678\0", 9)));
  EXPECT_EQ(text_digest("").size(), 16u);
}

TEST(Machine, KnowsVersionsTimeAndMemory) {
  for (const auto& [name, version] : library_versions()) EXPECT_FALSE(version.empty()) << name;
  EXPECT_THAT(utc_now(), testing::MatchesRegex("20..-..-..T..:..:..Z"));
  EXPECT_GT(peak_memory_bytes(), 1'000'000);
  EXPECT_FALSE(host_name().empty());
}

}  // namespace
}  // namespace hibiki
