package org.inquest.engine.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.testkit.BtfImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
  private final Types types = SampleTypes.types();

  @ParameterizedTest
  @CsvSource({
    "__state, 0",
    "tasks.prev, 32",
    "usage, 40",
    "usage.counter, 40",
    "raw, 40",
    "mood, 52",
    "comm[3], 11",
    "links[1].prev, 96",
    "high, 48",
    "delta, 49",
  })
  void membersAreFoundByPathAndThroughAnonymousOnes(String path, long offset) {
    assertThat(types.struct("struct task").offsetOf(path)).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "nope", "pid.x", "tasks.", "links[", "links[x]", "pid[0]", "tasks..next"})
  void whatIsNoMemberIsNotFound(String path) {
    StructType task = types.struct("struct task");
    assertThat(task.findMember(path)).isEmpty();
    assertThatThrownBy(() -> task.member(path)).isInstanceOf(NotFound.class);
  }

  @Test
  void theFirstNameThatExistsCounts() {
    StructType task = types.struct("struct task");
    assertThat(task.memberOf("__state", "state").name()).isEqualTo("__state");
    assertThat(task.memberOf("state", "__state").name()).isEqualTo("__state");
    assertThatThrownBy(() -> task.memberOf("a", "b")).hasMessageContaining("a or b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "struct task;struct task;112",
        "unsigned long;unsigned long;8",
        "long unsigned int;unsigned long;8",
        "unsigned;unsigned int;4",
        "struct list_head *[4];struct list_head *[4];32",
        "const char *;const char *;8",
        "char const *;const char *;8",
        "struct task **;struct task **;8",
        "int [2][3];int [2][3];24",
        "void *;void *;8",
        "atomic_t;atomic_t;4",
        "enum mood;enum mood;4",
        "struct list_head[];struct list_head [];0",
      })
  void typeNamesAreRead(String text, String name, long size) {
    assertThat(types.type(text).name()).isEqualTo(name);
    assertThat(types.type(text).size()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "struct",
        "task",
        "struct nope",
        "int int x",
        "long char",
        "int [",
        "int [x]",
        "int )",
        "enum task",
        "* int",
        "long long long",
      })
  void otherTextIsNoType(String text) {
    assertThat(types.find(text)).isEmpty();
  }

  @Test
  void declarationsReadAsInC() {
    StructType task = types.struct("struct task");
    assertThat(task.member("exit").type().declare("exit"))
        .isEqualTo("void (*exit)(struct task *, int, ...)");
    assertThat(task.member("comm").type().declare("comm")).isEqualTo("char comm[16]");
    assertThat(new PointerType(task.member("links").type()).declare("p"))
        .isEqualTo("struct list_head (*p)[2]");
    assertThat(new QualifiedType("const", types.type("char *")).declare("p"))
        .isEqualTo("char * const p");
    assertThat(types.function("spawn").orElseThrow().declare("spawn"))
        .isEqualTo("int spawn(struct task *)");
  }

  @Test
  void enumeratorsHaveNamesAndValues() {
    EnumType mood = (EnumType) types.type("enum mood");
    assertThat(mood.value("BAD")).hasValue(-1);
    assertThat(mood.nameOf(4)).contains("GOOD");
    assertThat(mood.nameOf(5)).isEmpty();
    assertThat(types.constant("GOOD")).hasValue(4);
    assertThat(types.constant("UGLY")).isEmpty();
  }

  @Test
  void variablesAreTypedByBtfAndElseByTheTable() {
    assertThat(types.variable("current_task").orElseThrow().name()).isEqualTo("struct task *");
    assertThat(types.variable("modules").orElseThrow().name()).isEqualTo("struct list_head");
    assertThat(types.variable("panic_cpu").orElseThrow().name()).isEqualTo("atomic_t");
    // In the table, but this kernel has no struct task_struct.
    assertThat(types.variable("init_task")).isEmpty();
    assertThat(types.variable("no_such_variable")).isEmpty();
  }

  @Test
  void typesOfModulesAreFoundWhereAskedFor() {
    BtfImage base = SampleTypes.image();
    BtfImage module = base.split();
    module.struct("box", 8, module.member("next", 6, 0));
    BtfTypes kernel = BtfTypes.of(Btf.parse(base.bytes(), "vmlinux"));
    BtfTypes split = BtfTypes.split(Btf.parseSplit(module.bytes(), kernel.btf(), "sick"), kernel);
    Types types = new Types(kernel, () -> Map.of("sick", split));
    assertThat(types.find("struct box")).isEmpty();
    StructType box = (StructType) types.findAnywhere("struct box").orElseThrow();
    assertThat(box.member("next").type().name()).isEqualTo("struct list_head *");
    assertThat(types.module("sick")).isPresent();
    assertThat(types.module("well")).isEmpty();
  }

  @Test
  void circlesOfTypesEndInAnError() {
    BtfImage image = new BtfImage();
    image.reference(BtfKind.TYPEDEF, "round", image.nextId());
    int self = image.nextId();
    image.struct("self", 8, image.member("", self, 0), image.member("", self, 0));
    Types types = new Types(BtfTypes.of(Btf.parse(image.bytes(), "forged")));
    assertThatThrownBy(() -> types.find("round"))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("circle");
    assertThat(types.struct("struct self").findMember("x")).isEmpty();
    assertThat(TypePrinter.print(types.type("struct self"), false)).startsWith("struct self {");
  }

  @Test
  void structsArePrintedAsCrashDoes() {
    assertThat(TypePrinter.printOffsets(types.type("struct task"), false, 0))
        .isEqualTo(
            """
            struct task {
                [0] unsigned int __state;
                [4] int pid;
                [8] char comm[16];
               [24] struct list_head tasks;
                    union {
               [40]     atomic_t usage;
               [40]     unsigned long raw;
                    };
               [48] unsigned int low : 3;
               [48] unsigned int high : 5;
               [49] int delta : 4;
               [52] enum mood mood;
               [56] struct task *parent;
               [64] const char *name;
               [72] struct list_head links[2];
              [104] void (*exit)(struct task *, int, ...);
            }
            SIZE: 112
            """);
    assertThat(TypePrinter.print(types.type("atomic_t"), true))
        .isEqualTo(
            """
            typedef struct {
                int counter;
            } atomic_t;
            SIZE: 0x4
            """);
    assertThat(TypePrinter.print(types.type("enum mood"), false))
        .isEqualTo("enum mood {\n  BAD = -1\n  FINE = 0\n  GOOD = 4\n};\n");
    assertThat(
            TypePrinter.printMembers(
                types.struct("struct list_head"),
                List.of("prev"),
                true,
                false,
                0xffffff0000000000L))
        .isEqualTo("struct list_head {\n  [ffffff0000000008] struct list_head *prev;\n}\n");
  }
}
