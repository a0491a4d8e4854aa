import sys
from switchyard import Client, run, worker


@worker("greetings", concurrency=4)
def greet(task, ctx):
    ctx.log(f"This is attempt {task.attempt}.")
    return {"text": f"Hello {task.payload['name']}"}


if len(sys.argv) > 1:
    client = Client()
    task = client.submit("greetings", {"name": sys.argv[1]})
    print(client.wait(task.id).result)
else:
    run()
