def test_the_text_comes_from_its_file(client):
    answer = client.get("/about/")

    page = answer.content.decode()
    assert "<h1>About Careerpaths</h1>" in page
    assert "<h2>What the words mean</h2>" in page
    assert "+++" not in page
    assert not answer.cookies
