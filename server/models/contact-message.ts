// A message written to the service from the portal.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class ContactMessage extends Model<InferAttributes<ContactMessage>, InferCreationAttributes<ContactMessage>> {
  declare id: string;
  declare accountId: CreationOptional<string | null>;
  declare invoiceId: CreationOptional<string | null>;
  declare senderName: string;
  declare senderEmail: string;
  declare subject: string;
  declare body: string;
  declare handledAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    ContactMessage.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      accountId: DataTypes.TEXT,
      invoiceId: DataTypes.TEXT,
      senderName: DataTypes.TEXT,
      senderEmail: DataTypes.TEXT,
      subject: DataTypes.TEXT,
      body: DataTypes.TEXT,
      handledAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'contact_messages', updatedAt: false });
  }
}
