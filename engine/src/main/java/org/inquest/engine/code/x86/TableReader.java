package org.inquest.engine.code.x86;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Flow;

/// Reads the tables beside this class; the package's page says what their columns mean.
final class TableReader {
  private static final List<String> TABLES =
      List.of("integer.txt", "system.txt", "x87.txt", "sse.txt", "avx.txt", "avx512.txt");
  private static final String[] CONDITIONS = {
    "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"
  };
  private static final Map<String, Flow> FLOWS =
      Map.of(
          "branch", Flow.BRANCH,
          "jump", Flow.JUMP,
          "call", Flow.CALL,
          "return", Flow.RETURN,
          "trap", Flow.TRAP,
          "halt", Flow.HALT,
          "syscall", Flow.SYSTEM_CALL);

  private final List<Form> forms = new ArrayList<>();
  private final Map<String, OperandType> types = new HashMap<>();

  private TableReader() {}

  /// All rows of all tables.
  static List<Form> readAll() {
    TableReader reader = new TableReader();
    for (String table : TABLES) {
      reader.read(table);
    }
    return reader.forms;
  }

  private void read(String table) {
    try (InputStream in = TableReader.class.getResourceAsStream(table)) {
      if (in == null) {
        throw new IllegalStateException("no table " + table);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          row(table + ":" + number, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void row(String source, String line) {
    String[] columns = line.split("\\|", -1);
    String[] column = {"", "", "", ""};
    for (int i = 0; i < columns.length; i++) {
      column[i] = columns[i].strip();
    }
    try {
      Encoding encoding = Encoding.parse(column[0]);
      if (encoding.conditionCodes()) {
        for (int i = 0; i < CONDITIONS.length; i++) {
          String name = column[1].replace("{cc}", CONDITIONS[i]);
          forms.add(form(source, encoding.at(i), name, column[2], column[3]));
        }
      } else {
        forms.add(form(source, encoding, column[1], column[2], column[3]));
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(source + ": " + line, e);
    }
  }

  private Form form(
      String source, Encoding encoding, String mnemonic, String operands, String attributes) {
    Attributes read = new Attributes(mnemonic);
    for (String word : words(attributes)) {
      read.word(word);
    }
    List<Form.Part> parts = new ArrayList<>();
    if (!operands.isEmpty()) {
      for (String operand : operands.split(",")) {
        parts.add(part(operand));
      }
    }
    Map<Dimension, Integer> conditions = new EnumMap<>(Dimension.class);
    conditions.putAll(encoding.conditions());
    return new Form(
        source,
        encoding.map(),
        encoding.opcode(),
        encoding.count(),
        conditions,
        encoding.modrm(),
        mnemonic,
        read.att,
        read.intel,
        parts,
        read.flow,
        read.reads,
        read.writes,
        read.marks,
        read.disp8);
  }

  /// Splits at blanks; `String.split` would make a regular expression each time.
  static String[] words(String text) {
    StringTokenizer words = new StringTokenizer(text, " ");
    String[] all = new String[words.countTokens()];
    for (int i = 0; i < all.length; i++) {
      all[i] = words.nextToken();
    }
    return all;
  }

  private Form.Part part(String text) {
    char last = text.charAt(text.length() - 1);
    Access access =
        switch (last) {
          case '=' -> Access.WRITE;
          case '+' -> Access.READ_WRITE;
          case '!' -> Access.NONE;
          default -> Access.READ;
        };
    String type = access == Access.READ ? text : text.substring(0, text.length() - 1);
    return new Form.Part(types.computeIfAbsent(type, OperandType::parse), access);
  }

  /// The last column of a row.
  private static final class Attributes {
    private String att;
    private String intel;
    private Flow flow = Flow.NEXT;
    private long reads;
    private long writes;
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private int disp8;

    Attributes(String mnemonic) {
      att = mnemonic;
      intel = mnemonic;
    }

    void word(String word) {
      Flow named = FLOWS.get(word);
      if (named != null) {
        flow = named;
        return;
      }
      int at = Math.max(word.indexOf(':'), word.indexOf('='));
      String key = at < 0 ? word : word.substring(0, at);
      String value = at < 0 ? "" : word.substring(at + 1);
      long flags = 1L << X86Registers.FLAGS;
      switch (key) {
        case "fr" -> reads |= flags;
        case "fw" -> writes |= flags;
        case "frw" -> {
          reads |= flags;
          writes |= flags;
        }
        case "r" -> reads |= set(value);
        case "w" -> writes |= set(value);
        case "rw" -> {
          reads |= set(value);
          writes |= set(value);
        }
        case "att" -> att = value.replace('_', ' ');
        case "intel" -> intel = value.replace('_', ' ');
        case "asm" -> {
          att = value.replace('_', ' ');
          intel = att;
        }
        case "disp" -> disp8 = 1 << "bwdq".indexOf(value);
        case "args" -> marks.add(Mark.valueOf("ARGS_" + value.toUpperCase(Locale.ROOT)));
        case "predicate" ->
            marks.add(Mark.valueOf("PREDICATE" + (value.equals("int") ? "_INT" : value)));
        default -> marks.add(Mark.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }

    private static long set(String registers) {
      long set = 0;
      for (String name : registers.split(",")) {
        set |= 1L << register(name);
      }
      return set;
    }

    private static int register(String name) {
      return switch (name) {
        case "ax" -> X86Registers.RAX;
        case "cx" -> X86Registers.RCX;
        case "dx" -> X86Registers.RDX;
        case "bx" -> X86Registers.RBX;
        case "sp" -> X86Registers.RSP;
        case "bp" -> X86Registers.RBP;
        case "si" -> X86Registers.RSI;
        case "di" -> X86Registers.RDI;
        default -> Integer.parseInt(name.substring(1));
      };
    }
  }
}
