struct Shape {
  __attribute__((noinline)) int twice() const;
  int side;
};

namespace deep {
__attribute__((noinline)) int measure(const Shape &shape) {
  return shape.side; /* measure */
}
} // namespace deep

int Shape::twice() const {
  return 2 * deep::measure(*this); /* twice */
}

extern "C" void _start() {
  for (;;)
    reinterpret_cast<const Shape *>(16)->twice();
}
