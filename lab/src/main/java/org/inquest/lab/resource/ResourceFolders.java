package org.inquest.lab.resource;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;

/// The folders below one folder of the lab's resources: one thing each, named by the folder.
public final class ResourceFolders {
  // Stands in each such folder and explains it; a folder itself is nothing a class loader finds.
  private static final String MARK = "README.md";

  private ResourceFolders() {}

  /// Reads all folders below `parent`.
  ///
  /// @param parent "scenarios", "kernels"
  /// @return folder name to its files: file name to content
  /// @throws Unavailable if they are not in this build
  public static SortedMap<String, Map<String, byte[]>> below(String parent) {
    URL url = ResourceFolders.class.getResource("/" + parent + "/" + MARK);
    if (url == null) {
      throw new Unavailable(
          "the lab's " + parent + " are not in this build", "build Inquest again");
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(Path.of(uri).resolveSibling(""));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath("/" + parent));
      } catch (FileSystemAlreadyExistsException e) {
        return read(Path.of(uri).resolveSibling("")); // Someone else's; it stays open.
      }
    } catch (IOException | URISyntaxException e) {
      throw new Unavailable(
          "the lab's " + parent + " can't be read", String.valueOf(e.getMessage()));
    }
  }

  private static SortedMap<String, Map<String, byte[]>> read(Path parent) throws IOException {
    SortedMap<String, Map<String, byte[]>> all = new TreeMap<>();
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        all.put(folder.getFileName().toString().replace("/", ""), files(folder));
      }
    }
    return all;
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
