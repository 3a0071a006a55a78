package org.inquest.lab.run;

/// Told how a run goes on. Console lines come from another thread.
public interface Progress {
  /// Nobody wants to know.
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void console(String line) {}
      };

  /// A step begins.
  ///
  /// @param what one line
  void step(String what);

  /// The guest printed a line.
  void console(String line);
}
