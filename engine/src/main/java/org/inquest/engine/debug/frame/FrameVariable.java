package org.inquest.engine.debug.frame;

import org.inquest.engine.object.KObject;
import org.inquest.engine.type.Type;

/// A parameter or a local variable of a frame.
///
/// @param name as in the source; empty for parameters without
/// @param argument which of the function's parameters it is, from 1; 0 for a local variable. The
///   function may have changed it since it was called
/// @param type `void` where debugging information does not tell
/// @param value what it is now, or why nobody knows
public record FrameVariable(String name, int argument, Type type, Value value) {

  /// A variable's value.
  public sealed interface Value {

    /// It is known.
    ///
    /// @param object to be read like any other; one that is not in memory lies in a copy
    /// @param place where it was found, in words
    /// @param sure whether nothing was guessed on the way
    record Known(KObject object, String place, boolean sure) implements Value {}

    /// The compiler kept it nowhere at this point of the function.
    ///
    /// @param words how that shows
    record OptimisedOut(String words) implements Value {}

    /// It is in memory that the dump does not have.
    ///
    /// @param words which address, and why
    record NotInDump(String words) implements Value {}

    /// It was in a place that has been overwritten since, or can't be told.
    ///
    /// @param words which, and why
    record Unknown(String words) implements Value {}
  }
}
