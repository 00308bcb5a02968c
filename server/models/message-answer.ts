// What an agent answered to a resident's message: never changed, never removed.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class MessageAnswer extends Model<InferAttributes<MessageAnswer>, InferCreationAttributes<MessageAnswer>> {
  declare id: string;
  declare messageId: string;
  declare agentId: string;
  declare body: string;
  declare at: Date;

  static define(sequelize: Sequelize): void {
    MessageAnswer.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      messageId: DataTypes.TEXT,
      agentId: DataTypes.TEXT,
      body: DataTypes.TEXT,
      at: DataTypes.DATE,
    }, { sequelize, tableName: 'message_answers', timestamps: false });
  }
}
