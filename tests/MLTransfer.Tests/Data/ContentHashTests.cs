using System.Security.Cryptography;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class ContentHashTests
{
    [Fact]
    public void Is_the_SHA256_of_the_content()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.Of("abc"u8).ToString());
        byte[] bytes = new byte[ContentHash.Length];
        ContentHash.Of("abc"u8).CopyTo(bytes);
        Assert.Equal(SHA256.HashData("abc"u8), bytes);
    }

    [Fact]
    public void Returns_from_its_bytes_equal()
    {
        ContentHash hash = ContentHash.Of("some image"u8);
        byte[] bytes = new byte[ContentHash.Length];
        hash.CopyTo(bytes);
        ContentHash again = ContentHash.FromBytes(bytes);
        Assert.Equal(hash, again);
        Assert.Equal(hash.GetHashCode(), again.GetHashCode());
    }

    [Fact]
    public void Differs_if_any_byte_differs()
    {
        byte[] bytes = new byte[ContentHash.Length];
        ContentHash zero = ContentHash.FromBytes(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = 1;
            Assert.NotEqual(zero, ContentHash.FromBytes(bytes));
            bytes[i] = 0;
        }
    }

    [Fact]
    public void Has_exactly_32_bytes()
    {
        Assert.Throws<ArgumentException>(() => ContentHash.FromBytes(new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContentHash.Of("abc"u8).CopyTo(new byte[31]));
    }
}
