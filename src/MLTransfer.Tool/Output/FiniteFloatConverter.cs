using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLTransfer.Tool.Output;

/// <summary>JSON has no NaN and no infinity: they are written as null.</summary>
internal sealed class FiniteFloatConverter : JsonConverter<float>
{
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        if (float.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
