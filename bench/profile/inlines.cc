// A load for ./dev bench-profile: templates of the standard library, of which the compiler inlines most, and with an
// argument "deep" chains of calls that are 120 functions long.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <queue>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

std::mt19937 numbers(42);

template <int N> struct Shape {
  double side;
  double area() const { return side * side * N / (4 * (N - 1)); }
};

using AnyShape = std::variant<Shape<3>, Shape<4>, Shape<5>, Shape<6>, Shape<7>, Shape<8>>;

std::string word() {
  std::string text;
  for (int i = 0; i < 8; i++) text += static_cast<char>('a' + numbers() % 26);
  return text;
}

size_t words() {
  std::map<std::string, std::vector<int>> index;
  std::unordered_map<std::string, int> counts;
  for (int i = 0; i < 3000; i++) {
    std::string text = word();
    index[text.substr(0, 3)].push_back(i);
    counts[text.substr(2, 2)]++;
  }
  size_t sum = 0;
  for (auto &[key, list] : index) sum += key.size() + std::accumulate(list.begin(), list.end(), size_t{0});
  for (auto &[key, count] : counts) sum += count;
  return sum;
}

double shapes() {
  std::vector<AnyShape> all;
  for (int i = 0; i < 5000; i++) {
    double side = numbers() % 100;
    switch (numbers() % 6) {
      case 0: all.emplace_back(Shape<3>{side}); break;
      case 1: all.emplace_back(Shape<4>{side}); break;
      case 2: all.emplace_back(Shape<5>{side}); break;
      case 3: all.emplace_back(Shape<6>{side}); break;
      case 4: all.emplace_back(Shape<7>{side}); break;
      default: all.emplace_back(Shape<8>{side});
    }
  }
  auto area = [](const AnyShape &shape) { return std::visit([](auto &s) { return s.area(); }, shape); };
  std::sort(all.begin(), all.end(), [&](auto &a, auto &b) { return area(a) < area(b); });
  return std::accumulate(all.begin(), all.end(), 0.0, [&](double sum, auto &s) { return sum + area(s); });
}

size_t expressions() {
  static const std::regex pattern("([a-f]+)([g-z]*)x?(.)");
  size_t found = 0;
  for (int i = 0; i < 200; i++) {
    std::smatch match;
    std::string text = word() + word();
    if (std::regex_search(text, match, pattern)) found += match.length(1);
  }
  return found;
}

size_t queues() {
  std::priority_queue<std::pair<int, std::shared_ptr<std::string>>> queue;
  std::deque<int> order;
  std::set<int> seen;
  for (int i = 0; i < 2000; i++) {
    queue.emplace(numbers() % 1000, std::make_shared<std::string>(word()));
    order.push_front(i);
    seen.insert(numbers() % 500);
  }
  size_t sum = seen.size();
  while (!queue.empty()) {
    sum += queue.top().second->size() + order.back();
    order.pop_back();
    queue.pop();
  }
  std::ostringstream out;
  for (int n : seen) out << n << ' ';
  return sum + out.str().size();
}

template <int N> __attribute__((noinline)) size_t deep(size_t value) {
  if constexpr (N == 0) {
    size_t sum = words() + queues() + expressions();
    return sum + static_cast<size_t>(shapes()) + value;
  } else {
    size_t below = deep<N - 1>(value * 31 + N);
    asm volatile("" : "+r"(below)); // no tail call
    return below + N;
  }
}

} // namespace

int main(int argc, char **argv) {
  double seconds = argc > 1 ? atof(argv[1]) : 5;
  bool far = argc > 2 && strcmp(argv[2], "deep") == 0;
  size_t sum = 0;
  for (std::clock_t end = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC); std::clock() < end;) {
    sum += far ? deep<110>(sum) : deep<2>(sum);
  }
  printf("%zu\n", sum);
}
