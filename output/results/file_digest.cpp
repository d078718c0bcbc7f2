#include "output/results/file_digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <utility>
#include <vector>

#include "output/results/files.hpp"

namespace hibiki::inline results {

namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    HIBIKI_ASSERT(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(const void* bytes, std::size_t size) { HIBIKI_ASSERT(EVP_DigestUpdate(context_.get(), bytes, size) == 1); }
  std::string hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HIBIKI_ASSERT(EVP_DigestFinal_ex(context_.get(), digest, &length) == 1);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

WrittenFile written_text(std::string name, std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes.data(), bytes.size());
  return {std::move(name), bytes.size(), digest.hex()};
}

WrittenFile written_file(const std::filesystem::path& folder, std::string name) {
  InputFile input(folder / name);
  WrittenFile file{std::move(name), 0, ""};
  Sha256 digest;
  std::vector<std::byte> part(std::size_t{1} << 20);
  for (std::size_t got = part.size(); got == part.size(); file.bytes += got) {
    got = input.read(part);
    digest.add(part.data(), got);
  }
  file.sha256 = digest.hex();
  return file;
}

}  // namespace hibiki::results
