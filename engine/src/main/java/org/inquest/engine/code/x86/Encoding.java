package org.inquest.engine.code.x86;

import java.util.EnumMap;
import java.util.Map;

/// The first column of a row: `66 0F 38 82 /r m`, `VEX.128.66.0F.W0 6E /r`, `0F 40+cc`.
///
/// @param count opcodes from the first on that are the same row
/// @param conditionCodes whether the row stands for 16 rows, one for each condition
record Encoding(
    int map,
    int opcode,
    int count,
    boolean conditionCodes,
    boolean modrm,
    Map<Dimension, Integer> conditions) {
  private static final String PREFIXES = "NP 66 F3 F2 ";

  /// The row of one condition.
  Encoding at(int condition) {
    return new Encoding(map, opcode + condition, 1, false, modrm, conditions);
  }

  static Encoding parse(String text) {
    Parser parser = new Parser();
    String[] tokens = TableReader.words(text);
    int at = 0;
    if (tokens[0].contains(".")) {
      parser.vector(tokens[at++].split("\\."));
    } else {
      if (PREFIXES.contains(tokens[0] + " ")) {
        parser.conditions.put(Dimension.PREFIX, PREFIXES.indexOf(tokens[at++]) / 3);
      }
      if (tokens[at].equals("0F")) {
        parser.map = 1;
        at++;
        if (tokens[at].equals("38") || tokens[at].equals("3A")) {
          parser.map = tokens[at++].equals("38") ? 2 : 3;
        }
      }
    }
    for (; at < tokens.length; at++) {
      parser.token(tokens[at]);
    }
    return new Encoding(
        parser.map,
        parser.opcode,
        parser.count,
        parser.conditionCodes,
        parser.modrm,
        parser.conditions);
  }

  private static final class Parser {
    private int map;
    private int opcode = -1;
    private int count = 1;
    private boolean conditionCodes;
    private boolean modrm;
    private final Map<Dimension, Integer> conditions = new EnumMap<>(Dimension.class);

    void vector(String[] fields) {
      map = fields[0].equals("VEX") ? Form.VEX_MAP : Form.EVEX_MAP;
      conditions.put(Dimension.PREFIX, 0);
      for (int i = 1; i < fields.length; i++) {
        switch (fields[i]) {
          case "128" -> conditions.put(Dimension.LENGTH, 0);
          case "256" -> conditions.put(Dimension.LENGTH, 1);
          case "512" -> conditions.put(Dimension.LENGTH, 2);
          case "66" -> conditions.put(Dimension.PREFIX, 1);
          case "F3" -> conditions.put(Dimension.PREFIX, 2);
          case "F2" -> conditions.put(Dimension.PREFIX, 3);
          case "0F" -> map += 1;
          case "0F38" -> map += 2;
          case "0F3A" -> map += 3;
          case "MAP5" -> map += 5;
          case "MAP6" -> map += 6;
          case "W0" -> conditions.put(Dimension.WIDE, 0);
          case "W1" -> conditions.put(Dimension.WIDE, 1);
          default -> throw new IllegalArgumentException(fields[i]);
        }
      }
    }

    void token(String token) {
      switch (token) {
        case "/r" -> modrm = true;
        case "m", "r" -> conditions.put(Dimension.MODRM_KIND, token.equals("m") ? 0 : 1);
        case "only32", "only64" -> conditions.put(Dimension.MODE, token.equals("only64") ? 1 : 0);
        case "W0", "W1" -> conditions.put(Dimension.WIDE, token.charAt(1) - '0');
        case "b0", "b1" -> conditions.put(Dimension.REX_B, token.charAt(1) - '0');
        case "o16", "o32", "o64" -> conditions.put(Dimension.OPERAND_SIZE, size(token));
        case "a16", "a32", "a64" -> conditions.put(Dimension.ADDRESS_SIZE, size(token));
        default -> number(token);
      }
    }

    private static int size(String token) {
      return token.endsWith("16") ? 0 : token.endsWith("32") ? 1 : 2;
    }

    private void number(String token) {
      if (token.startsWith("/")) {
        modrm = true;
        conditions.put(Dimension.MODRM_REG, token.charAt(1) - '0');
        return;
      }
      int value = Integer.parseInt(token.substring(0, 2), 16);
      String rest = token.substring(2);
      if (opcode < 0) {
        opcode = value;
        conditionCodes = rest.equals("+cc");
        count = rest.equals("+r") ? 8 : 1;
      } else {
        modrm = true;
        conditions.put(Dimension.MODRM_KIND, 1);
        conditions.put(Dimension.MODRM_REG, value >> 3 & 7);
        if (!rest.equals("+r")) {
          conditions.put(Dimension.MODRM_RM, value & 7);
        }
      }
    }
  }
}
