using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLTransfer.Data;

/// <summary>JSON has no NaN and no infinity: they are written as null.</summary>
/// <param name="write">Writes a number that is one.</param>
internal sealed class FiniteNumberConverter<T>(Action<Utf8JsonWriter, T> write) : JsonConverter<T>
    where T : struct, IFloatingPoint<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw new NotSupportedException("Results are only written.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (T.IsFinite(value))
            write(writer, value);
        else
            writer.WriteNullValue();
    }
}
