def test_the_service_says_that_its_database_answers(client):
    assert client.get("/health").json == {"status": "ok"}
