namespace WebApi;

/// <summary>Whether photos can be sent.</summary>
/// <param name="Status"><c>ready</c> or <c>loading</c>.</param>
/// <param name="Labels">The classes, once it is ready.</param>
internal sealed record Health(string Status, IReadOnlyList<string> Labels);
