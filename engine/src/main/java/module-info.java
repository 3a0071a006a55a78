/// From physical pages to a target one can ask: memory, symbols, types, objects, stacks.
module org.inquest.engine {
  requires transitive org.inquest.formats;
  requires static transitive org.jspecify;

  exports org.inquest.engine.arch;
  exports org.inquest.engine.cache;
  exports org.inquest.engine.code.a64;
  exports org.inquest.engine.code.check;
  exports org.inquest.engine.code.graph;
  exports org.inquest.engine.code.image;
  exports org.inquest.engine.code.indirect;
  exports org.inquest.engine.code;
  exports org.inquest.engine.code.flow;
  exports org.inquest.engine.code.typed;
  exports org.inquest.engine.code.window;
  exports org.inquest.engine.debug;
  exports org.inquest.engine.debug.frame;
  exports org.inquest.engine.debug.name;
  exports org.inquest.engine.debug.type;
  exports org.inquest.engine.debugfile;
  exports org.inquest.engine.expression;
  exports org.inquest.engine.memory;
  exports org.inquest.engine.module;
  exports org.inquest.engine.object;
  exports org.inquest.engine.symbol;
  exports org.inquest.engine.target;
  exports org.inquest.engine.type;
  exports org.inquest.engine.unwind;
  exports org.inquest.engine.user;
}
