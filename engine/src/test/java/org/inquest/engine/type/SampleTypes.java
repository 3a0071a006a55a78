package org.inquest.engine.type;

import org.inquest.formats.btf.Btf;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.testkit.BtfImage;

/// A small kernel's types:
///
/// ```c
/// struct list_head { struct list_head *next, *prev; };
/// typedef struct { int counter; } atomic_t;
/// enum mood { BAD = -1, FINE, GOOD = 4 };
/// struct task {
///   unsigned int __state;                          //  0
///   int pid;                                       //  4
///   char comm[16];                                 //  8
///   struct list_head tasks;                        // 24
///   union { atomic_t usage; unsigned long raw; };  // 40
///   unsigned int low : 3, high : 5;                // 48
///   int delta : 4;                                 // 49
///   enum mood mood;                                // 52
///   struct task *parent;                           // 56
///   const char *name;                              // 64
///   struct list_head links[2];                     // 72
///   void (*exit)(struct task *, int, ...);         // 104
/// };                                               // 112 bytes
/// int spawn(struct task *task);
/// per-CPU: struct task *current_task;
/// ```
public final class SampleTypes {
  private SampleTypes() {}

  /// The types above.
  public static Types types() {
    return new Types(BtfTypes.of(Btf.parse(image().bytes(), "sample")));
  }

  static BtfImage image() {
    BtfImage b = new BtfImage();
    int u32 = b.integer("unsigned int", 4, false);
    int s32 = b.integer("int", 4, true);
    int u64 = b.integer("long unsigned int", 8, false);
    int ch = b.integer("char", 1, true);
    int list = b.nextId();
    b.struct("list_head", 16, b.member("next", list + 1, 0), b.member("prev", list + 1, 64));
    b.pointer(list);
    int counter = b.struct("", 4, b.member("counter", s32, 0));
    int atomic = b.reference(BtfKind.TYPEDEF, "atomic_t", counter);
    int mood =
        b.enumeration("mood", true, b.value("BAD", -1), b.value("FINE", 0), b.value("GOOD", 4));
    int comm = b.array(ch, 16);
    int either = b.union("", 8, b.member("usage", atomic, 0), b.member("raw", u64, 0));
    int constant = b.reference(BtfKind.CONST, "", ch);
    int text = b.pointer(constant);
    int links = b.array(list, 2);
    int task = b.nextId() + 3;
    int taskPointer = b.pointer(task);
    int proto = b.prototype(0, b.param("t", taskPointer), b.param("code", s32), b.param("", 0));
    int exit = b.pointer(proto);
    b.bitStruct(
        "task",
        112,
        b.member("__state", u32, 0),
        b.member("pid", s32, 32),
        b.member("comm", comm, 64),
        b.member("tasks", list, 192),
        b.member("", either, 320),
        b.bits("low", u32, 384, 3),
        b.bits("high", u32, 387, 5),
        b.bits("delta", s32, 392, 4),
        b.member("mood", mood, 416),
        b.member("parent", taskPointer, 448),
        b.member("name", text, 512),
        b.member("links", links, 576),
        b.member("exit", exit, 832));
    b.reference(BtfKind.FUNC, "spawn", b.prototype(s32, b.param("task", taskPointer)));
    b.variable("current_task", taskPointer);
    return b;
  }
}
