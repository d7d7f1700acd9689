"""Static files under names that change with their content, compressed once."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The few big scripts of the admin would take a quarter of a minute at the best quality, and save 3 %.
BIG = 60_000


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=9 if len(data) > BIG else 11)


class StaticStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs):
        return QuickCompressor(**kwargs)
