using System.CommandLine;
using MLTransfer.Tool.Options;

namespace MLTransfer.Tool.Commands;

/// <summary>The argument that names backbones.</summary>
internal static class BackboneNames
{
    public static Argument<string[]> Argument(ArgumentArity arity, string description) => new("NAME") { Description = description, Arity = arity };

    /// <summary>Those that were named; where none was, those whose weights a store can have.</summary>
    /// <exception cref="WrongUsageException">There is no such backbone.</exception>
    public static Backbone[] Find(string[] names, Func<BackboneState, bool> otherwise)
        => names.Length > 0 ? [.. names.Select(BackboneChoice.Find)] : [.. Backbone.Catalog.Where(b => otherwise(BackboneState.Of(b)))];
}
