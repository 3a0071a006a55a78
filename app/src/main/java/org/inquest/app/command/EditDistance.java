package org.inquest.app.command;

/// How many letters must change to turn one word into another (Levenshtein 1966), swapped
/// neighbours counting once.
final class EditDistance {
  private EditDistance() {}

  static int between(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    char x = a.charAt(i - 1);
    char y = b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (x == y ? 0 : 1));
    if (i > 1 && j > 1 && x == b.charAt(j - 2) && a.charAt(i - 2) == y) {
      best = Math.min(best, cost[i - 2][j - 2] + 1);
    }
    return best;
  }
}
