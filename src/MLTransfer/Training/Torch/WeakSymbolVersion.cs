using System.Buffers.Binary;
using System.Text;
using MLTransfer.Data;

namespace MLTransfer.Training.Torch;

/// <summary>
/// Makes a copy of a Linux library that no longer insists on one symbol version. TorchSharp's bridge asks for GLIBCXX_3.4.32 (GCC 13), which
/// Debian 12 and Ubuntu 22.04 lack, though none of its symbols has that version: with the entry marked weak, the loader lets it pass.
/// </summary>
/// <remarks>
/// The format is that of 64-bit little-endian ELF: section .gnu.version_r holds a list of Verneed, each with a list of Vernaux
/// (Linux Standard Base, "Symbol Versioning"; glibc's elf.h).
/// </remarks>
internal static class WeakSymbolVersion
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const byte WeakFlag = 2; // VER_FLG_WEAK

    /// <summary>The path of the copy, in a folder of its own below <paramref name="cacheFolder"/>.</summary>
    public static string Relax(string library, string version, string cacheFolder)
    {
        byte[] elf = File.ReadAllBytes(library);
        string folder = Path.Combine(cacheFolder, ContentHash.Of(elf).ToString());
        string copy = Path.Combine(folder, Path.GetFileName(library));
        foreach (int aux in RequiredVersions(elf))
        {
            if (NameOf(elf, aux) == version)
                elf[aux + 4] |= WeakFlag; // vna_flags
        }

        if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(elf))
            AtomicFile.Write(copy, file => file.Write(elf));
        return copy;
    }

    /// <summary>The positions of all Vernaux.</summary>
    private static IEnumerable<int> RequiredVersions(byte[] elf)
    {
        if (FindSection(elf) is not { } section)
            yield break;
        for (int need = (int)U64(elf, section + 0x18); ;)
        {
            int count = U16(elf, need + 2); // vn_cnt
            int aux = need + (int)U32(elf, need + 8); // vn_aux
            for (int i = 0; i < count; i++)
            {
                yield return aux;
                aux += (int)U32(elf, aux + 12); // vna_next
            }

            int next = (int)U32(elf, need + 12); // vn_next
            if (next == 0)
                yield break;
            need += next;
        }
    }

    private static string NameOf(byte[] elf, int aux)
    {
        int strings = (int)U64(elf, Section(elf, (int)U32(elf, FindSection(elf)!.Value + 0x28)) + 0x18); // sh_link, sh_offset
        ReadOnlySpan<byte> rest = elf.AsSpan(strings + (int)U32(elf, aux + 8)); // vna_name
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static int? FindSection(byte[] elf)
    {
        int sections = U16(elf, 0x3C);
        for (int i = 0; i < sections; i++)
        {
            if (U32(elf, Section(elf, i) + 4) == VersionNeeds)
                return Section(elf, i);
        }

        return null;
    }

    private static int Section(byte[] elf, int index) => (int)U64(elf, 0x28) + (index * U16(elf, 0x3A));

    private static ushort U16(byte[] elf, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(offset));

    private static uint U32(byte[] elf, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(offset));

    private static ulong U64(byte[] elf, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(elf.AsSpan(offset));
}
