package org.inquest.engine.debug;

/// The blocks of a [PlaceTable] in the order of their addresses.
interface PlaceDirectory {
  int size();

  /// The first address of a block.
  long start(int block);

  /// Where its records begin.
  int records(int block);

  /// Where the functions begin that its records count from.
  int functions(int block);

  /// The last block that does not begin behind an address, or -1.
  default int find(long address) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(start(middle), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
