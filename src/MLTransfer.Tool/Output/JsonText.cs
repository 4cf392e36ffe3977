using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using MLTransfer.Data;

namespace MLTransfer.Tool.Output;

/// <summary>Results as JSON: names in camelCase, enumerations by their names, numbers that are none as null.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Letters of all languages as they are; what could end a string or a line is escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters =
        {
            new FiniteNumberConverter<double>((writer, number) => writer.WriteNumberValue(number)),
            new FiniteNumberConverter<float>((writer, number) => writer.WriteNumberValue(number)),
            new JsonStringEnumConverter(),
        },
    };

    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Indented);

    /// <summary>Without line breaks, for an element of a long list.</summary>
    public static string LineOf(object value) => JsonSerializer.Serialize(value, value.GetType(), OneLine);
}
