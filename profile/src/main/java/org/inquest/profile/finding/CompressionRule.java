package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// zlib, zstd, xz, LZ4, AES, hashes: in programs and in the kernel (btrfs, zram, dm-crypt, TLS).
///
/// **Reference.** the library whose functions are named.
public final class CompressionRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.both(
              "(z_)?(inflate|deflate)(_.*|Init.*)?|longest_match.*|compress_block|fill_window|crc32.*|crc_?t10.*|adler32.*|inftrees?|huft_.*|slide_hash.*"
                  + "|ZSTD_.*|HUF_.*|FSE_.*|LZ4_.*|lzo1x_.*|lzma_.*|xz_dec.*|lz_(decoder|encoder).*|BrotliE?.*|BZ2_.*|bt_find_func|lzma_mf_.*|snappy.*"
                  + "|(_?aesni?|aes|gcm|ghash|chacha|poly1305|blake2[bs]|sha(1|224|256|384|512)|md5|rsaz|bn_mul|ecp_nistz256)(_|[0-9]|$).*|EVP_.*|OPENSSL_.*cipher.*|gcry_.*|nettle_.*|_gcry_.*"),
          "Data are compressed, encrypted or summed",
          Dominance.USUAL,
          List.of(
              "a lower level or another method (zstd, lz4); hardware instructions, if the library was built without",
              "compress once, not at each step"));

  /// For the scan.
  public CompressionRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.compression",
        "Compression and cryptography",
        "whether compressing, encrypting and checksums take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
