package org.inquest.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.inquest.app.render.Escapes;
import org.inquest.formats.fault.InquestException;

/// Any error as one line for a person.
final class Fault {
  private Fault() {}

  /// The line, without "inquest:" before it.
  static String line(Throwable e) {
    return Escapes.visible(
        switch (e) {
          case InquestException known -> String.valueOf(known.getMessage());
          case NoSuchFileException missing -> missing.getFile() + ": no such file";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileSystemException file -> file.getFile() + ": " + file.getReason();
          case IOException io -> "input/output error: " + io.getMessage();
          case OutOfMemoryError full ->
              "out of memory; give more with INQUEST_JAVA_OPTS=-Xmx1g, and please report the case";
          case StackOverflowError deep -> "internal error: recursion too deep; please report it";
          default -> "internal error: " + e + "; --trace shows where, please report it";
        });
  }
}
